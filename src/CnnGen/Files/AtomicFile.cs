using System;
using System.IO;

namespace CnnGen.Files;

/// <summary>Writes a file that is there as a whole or not at all: whoever reads, and whatever ends this process, finds the old one or the new one.</summary>
internal static class AtomicFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes beside the file, to the disk, and moves the result over it. What goes wrong leaves nothing behind.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path), temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

#if NETSTANDARD2_1
            // Here a move does not go over a file.
            if (File.Exists(target)) File.Replace(temporary, target, null);
            else File.Move(temporary, target);
#else
            File.Move(temporary, target, overwrite: true);
#endif
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before says more.
        }
    }
}

using System;
using System.IO;
#if NET8_0_OR_GREATER
using System.Runtime.Versioning;
#endif

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
            using (FileStream stream = Create(temporary, target))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

#if NETSTANDARD2_1
            // Here a move does not go over a file.
            if (File.Exists(target)) File.Replace(temporary, target, null);
            else File.Move(temporary, target);
#else
            KeepMode(temporary, target);
            File.Move(temporary, target, overwrite: true);
#endif
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>A new file; where it is to replace one, nobody opens it meanwhile who may not open that one.</summary>
    private static FileStream Create(string temporary, string target)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows() && ModeOf(target) is { } mode)
        {
            return new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = BufferBytes,
                UnixCreateMode = mode,
            });
        }
#endif
        return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
    }

#if NET8_0_OR_GREATER
    /// <summary>Gives the new file the mode of the one that it replaces: the process's mask may have taken from it.</summary>
    private static void KeepMode(string temporary, string target)
    {
        if (OperatingSystem.IsWindows()) return;
        if (ModeOf(target) is { } mode && mode != File.GetUnixFileMode(temporary)) File.SetUnixFileMode(temporary, mode);
    }

    /// <summary>Who may do what with a file, and of a link with what it leads to; null where there is none.</summary>
    [UnsupportedOSPlatform("windows")]
    private static UnixFileMode? ModeOf(string path) =>
        File.Exists(path) ? File.GetUnixFileMode(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) : null;
#endif

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

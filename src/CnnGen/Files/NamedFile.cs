using System;
using System.IO;

namespace CnnGen.Files;

/// <summary>A file whose name stands before what is said against it.</summary>
internal static class NamedFile
{
    /// <summary>Reads a file, which others may read or replace meanwhile.</summary>
    public static TResult Read<TResult>(string path, Func<Stream, TResult> read)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return Read(path, stream, read);
    }

    /// <summary>Reads a stream that has a name.</summary>
    public static TResult Read<TResult>(string name, Stream stream, Func<Stream, TResult> read)
    {
        try
        {
            return read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name}: {e.Message}", e);
        }
    }
}

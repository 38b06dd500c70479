using System;
using System.IO;

namespace Digits;

/// <summary>Files of weights and checkpoints: what is wrong with one ends the program in one line.</summary>
internal static class StateFiles
{
    /// <summary>That a file cannot be written is said before the training, not after.</summary>
    public static void CheckFolder(string? path)
    {
        if (path is null) return;
        string folder = Try(() => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path);
        if (!Directory.Exists(folder)) throw new FailureException($"'{path}' cannot be saved: there is no folder '{folder}'");
    }

    public static void Try(Action use) => Try(() =>
    {
        use();
        return true;
    });

    public static T Try<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FailureException(e.Message);
        }
    }
}

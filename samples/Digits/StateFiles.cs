using System;
using System.IO;

namespace Digits;

/// <summary>Files of weights and checkpoints: what is wrong with one ends the program in one line.</summary>
internal static class StateFiles
{
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

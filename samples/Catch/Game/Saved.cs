using System.IO;

namespace Catch.Game;

/// <summary>Numbers of a saved game.</summary>
internal static class Saved
{
    /// <summary>The number, if it can be one.</summary>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public static int Within(int number, int least, int most) =>
        number >= least && number <= most ? number : throw new InvalidDataException($"{number} is where a number from {least} to {most} is expected");
}

using System;
using System.Linq;
using System.Threading;

namespace CnnGen.Tests.Files;

/// <summary>
/// What the test's own assembly does as a program: threads that save a network each again and again, until they are killed. Of each file it tells, as
/// "file number", what is saved.
/// </summary>
internal static class SavingProgram
{
    /// <param name="arguments">For each file its path and the number that comes first.</param>
    private static void Main(string[] arguments)
    {
        for (int i = 0; i < arguments.Length; i += 2)
        {
            int file = i / 2, first = int.Parse(arguments[i + 1]);
            string path = arguments[i];
            new Thread(() => Save(file, path, first)).Start();
        }
    }

    private static void Save(int file, string path, int first)
    {
        var network = new Killed();
        for (int number = first; ; number++)
        {
            network.SetParameters(Enumerable.Repeat((float)number, Killed.ParameterCount).ToArray());
            network.Save(path);
            Console.WriteLine($"{file} {number}");
        }
    }
}

[Network(200)]
[Dense(400)]
internal sealed partial class Killed { }

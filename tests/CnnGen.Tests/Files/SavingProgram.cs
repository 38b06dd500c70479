using System;
using System.Linq;

namespace CnnGen.Tests.Files;

/// <summary>What the test's own assembly does as a program: it saves a network again and again, until it is killed.</summary>
internal static class SavingProgram
{
    private static void Main(string[] arguments)
    {
        var network = new Killed();
        for (int number = int.Parse(arguments[1]); ; number++)
        {
            network.SetParameters(Enumerable.Repeat((float)number, Killed.ParameterCount).ToArray());
            network.Save(arguments[0]);
            Console.WriteLine(number);
        }
    }
}

[Network(200)]
[Dense(400)]
internal sealed partial class Killed { }

using System;
using System.Linq;

namespace CnnGen.Tests.Files;

/// <summary>Saves a network whose parameters are all one number, which grows.</summary>
internal static class Saving
{
    public static void Run(string path, int first, Action<int> tell)
    {
        var network = new Killed();
        for (int number = first; ; number++)
        {
            network.SetParameters(Enumerable.Repeat((float)number, Killed.ParameterCount).ToArray());
            network.Save(path);
            tell(number);
        }
    }
}

[Network(200)]
[Dense(400)]
internal sealed partial class Killed { }

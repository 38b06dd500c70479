using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>A process that saves again and again is killed, at any moment: what is there is what was saved last, or next, and whole.</summary>
public sealed class KillTests : FolderTests
{
    private const int Kills = 50;

    [Fact]
    public void KilledProcess_LeavesTheOldFileOrTheNew()
    {
        var random = new Random(1);
        var network = new Killed();
        string path = At("net.safetensors");
        int last = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            int seen = Run(path, last + 1, TimeSpan.FromMilliseconds(random.Next(30)));
            network.Load(path);
            float[] values = Data.Parameters(network);
            int number = (int)values[0];
            Assert.All(values, value => Assert.Equal(number, value));
            Assert.InRange(number, seen, seen + 1);
            last = number;
        }

        // At most the one that was being written, each time.
        string[] others = [.. Directory.GetFiles(Folder).Where(file => file != path)];
        Assert.InRange(others.Length, 0, Kills);
        Assert.All(others, file => Assert.EndsWith(".tmp", file));
    }

    /// <summary>Lets the program save until some time after its first; the last number that it has told.</summary>
    private static int Run(string path, int first, TimeSpan time)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in (string[])["exec", typeof(SavingProgram).Assembly.Location, path, first.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        List<string> lines = [process.StandardOutput.ReadLine()!];
        Thread.Sleep(time);
        process.Kill();
        lines.AddRange(process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        process.WaitForExit();

        // The last line may be cut off.
        return lines.Select(line => int.TryParse(line, CultureInfo.InvariantCulture, out int number) ? number : 0).Max();
    }
}

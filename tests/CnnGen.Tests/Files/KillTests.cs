using System;
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
    // To start a process takes longest: each that is killed is writing several files.
    private const int Kills = 13, FilesAtOnce = 4;

    [Fact]
    public void KilledProcess_LeavesTheOldFileOrTheNew()
    {
        var random = new Random(1);
        var network = new Killed();
        string[] paths = [.. Enumerable.Range(0, FilesAtOnce).Select(file => At($"{file}.safetensors"))];
        int[] last = new int[FilesAtOnce];
        for (int kill = 0; kill < Kills; kill++)
        {
            int[] seen = Run(paths, last, TimeSpan.FromMilliseconds(random.Next(30)));
            for (int file = 0; file < FilesAtOnce; file++)
            {
                network.Load(paths[file]);
                int number = (int)Assert.Single(Data.Parameters(network).Distinct());
                Assert.InRange(number, seen[file], seen[file] + 1);
                last[file] = number;
            }
        }

        // At most the one that was being written, each time.
        string[] others = [.. Directory.GetFiles(Folder).Except(paths)];
        Assert.InRange(others.Length, 0, Kills * FilesAtOnce);
        Assert.All(others, path => Assert.EndsWith(".tmp", path));
    }

    /// <summary>Lets the program save until some time after it has saved each; the last number that it has told of each.</summary>
    private static int[] Run(string[] paths, int[] last, TimeSpan time)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(SavingProgram).Assembly.Location);
        for (int file = 0; file < paths.Length; file++)
        {
            start.ArgumentList.Add(paths[file]);
            start.ArgumentList.Add((last[file] + 1).ToString(CultureInfo.InvariantCulture));
        }

        using Process process = Process.Start(start)!;
        int[] told = new int[paths.Length];
        while (told.Contains(0)) Note(process.StandardOutput.ReadLine()!);
        Thread.Sleep(time);
        process.Kill();
        foreach (string line in process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)) Note(line);
        process.WaitForExit();
        return told;

        // The last line may be cut off: it then tells nothing, or a smaller number.
        void Note(string line)
        {
            string[] words = line.Split(' ');
            if (words.Length < 2 || !int.TryParse(words[1], CultureInfo.InvariantCulture, out int number)) return;
            int file = int.Parse(words[0], CultureInfo.InvariantCulture);
            told[file] = Math.Max(told[file], number);
        }
    }
}

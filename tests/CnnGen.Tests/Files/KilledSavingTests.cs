using System;
using System.IO;
using System.Linq;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>A process that saves again and again is killed, at any moment: what is there is what was saved last, or next, and whole.</summary>
public sealed class KilledSavingTests : FolderTests
{
    private const int Kills = 13;

    [Fact]
    public void KilledProcess_LeavesTheOldFileOrTheNew()
    {
        var random = new Random(1);
        var network = new Killed();
        string[] paths = [.. Enumerable.Range(0, KilledProgram.FilesAtOnce).Select(file => At($"{file}.safetensors"))];
        int[] last = new int[paths.Length];
        for (int kill = 0; kill < Kills; kill++)
        {
            int[] seen = KilledProgram.Run(nameof(Saving), [.. paths.Zip(last, (path, number) => (path, number + 1))], TimeSpan.FromMilliseconds(random.Next(30)));
            for (int file = 0; file < paths.Length; file++)
            {
                network.Load(paths[file]);
                int number = (int)Assert.Single(Data.Parameters(network).Distinct());
                Assert.InRange(number, seen[file], seen[file] + 1);
                last[file] = number;
            }
        }

        // At most the one that was being written, each time.
        string[] others = [.. Directory.GetFiles(Folder).Except(paths)];
        Assert.InRange(others.Length, 0, Kills * paths.Length);
        Assert.All(others, path => Assert.EndsWith(".tmp", path));
    }
}

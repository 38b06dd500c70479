using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace CnnGen.Probe.Tests;

/// <summary>A build of the program that hashes what the reference networks compute; each run is a process of its own.</summary>
/// <param name="Project">Its project.</param>
/// <param name="Framework">The framework that it is built for.</param>
internal sealed record Probe(string Project, string Framework = "net10.0")
{
    /// <summary>With a text for every vector width.</summary>
    public static Probe EveryWidth { get; } = new("CnnGen.Probe");

    /// <summary>With the text of 128 bits beside the plain one.</summary>
    public static Probe Bits128 { get; } = new("CnnGen.Probe.Bits128");

    /// <summary>Declared with Reproducible = true.</summary>
    public static Probe Reproducible { get; } = new("CnnGen.Probe.Reproducible");

    /// <summary>The same for what has neither vectors nor Unsafe.</summary>
    public static Probe ReproducibleNetStandard { get; } = new("CnnGen.Probe.Reproducible", "netstandard2.1");

    /// <summary>Another program: plays a game of the sample Catch with another process.</summary>
    public static Probe CatchPeer { get; } = new("CnnGen.Catch.Peer");

    /// <summary>The same for what has neither vectors nor Unsafe.</summary>
    public static Probe CatchPeerNetStandard { get; } = new("CnnGen.Catch.Peer", "netstandard2.1");

    /// <summary>The program and the library beside it.</summary>
    public string Folder
    {
        get
        {
            // tests/PROJECT/bin/CONFIGURATION/FRAMEWORK
            var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            string configuration = here.Parent!.Name, tests = here.Parent.Parent!.Parent!.Parent!.FullName;
            return Path.Combine(tests, Project, "bin", configuration, Framework);
        }
    }

    public string FileName => Project + ".dll";

    /// <summary>What it prints, by name of network, under .NET with these environment variables.</summary>
    public IReadOnlyDictionary<string, Hashes> Run(params (string Name, string Value)[] environment)
    {
        Result result = Start("dotnet", [Path.Combine(Folder, FileName)], environment);
        return result.ExitCode == 0 ? Hashes.Parse(result.Output) : throw new InvalidOperationException(result.Error);
    }

    /// <summary>Starts it under a runtime.</summary>
    public Result Start(string runtime, string[] arguments, params (string Name, string Value)[] environment)
    {
        using Process process = new Command(runtime, arguments, environment).Start();
        System.Threading.Tasks.Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Result(process.ExitCode, output, error.Result);
    }
}

/// <summary>A program with its arguments and environment variables.</summary>
internal sealed record Command(string Program, string[] Arguments, params (string Name, string Value)[] Environment)
{
    public Process Start(params string[] more)
    {
        var start = new ProcessStartInfo(Program, [.. Arguments, .. more]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>How a process ended.</summary>
internal sealed record Result(int ExitCode, string Output, string Error);

/// <summary>What a network's outputs, two steps of its training, and fifty, hash to.</summary>
internal sealed record Hashes(string Forward, string? Training, string? LongTraining)
{
    public static IReadOnlyDictionary<string, Hashes> Parse(string output) => output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.TrimEnd().Split(' '))
        .ToDictionary(words => words[0], words => new Hashes(words[1], words.ElementAtOrDefault(2), words.ElementAtOrDefault(3)));
}

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using CnnGen.Benchmarks.Subjects;

namespace CnnGen.Benchmarks.Measuring;

/// <summary>What a network costs a program that has just started, in microseconds: nothing is compiled yet.</summary>
internal sealed record FreshProcess(double Construction, double FirstCall, double HundredthCall)
{
    /// <summary>The hidden command by which the program starts itself.</summary>
    public const string Command = "fresh-process";

    private const int Starts = 3;

    /// <summary>Starts processes that measure; the least of each number.</summary>
    public static FreshProcess Measure(string network)
    {
        FreshProcess[] all = Enumerable.Range(0, Starts).Select(_ => Start(network)).ToArray();
        return new FreshProcess(all.Min(one => one.Construction), all.Min(one => one.FirstCall), all.Min(one => one.HundredthCall));
    }

    /// <summary>Measures in this process.</summary>
    public static FreshProcess MeasureHere(Subject subject)
    {
        long start = Stopwatch.GetTimestamp();
        INetwork<float> network = subject.Create(Subject.Seed);
        double construction = Clock.NanosecondsSince(start) / 1000;

        float[] input = Subject.Input(network.InputSize);
        double first = TimeCall(network, input);
        for (int i = 2; i < 100; i++) network.Forward(input);
        return new FreshProcess(construction, first, TimeCall(network, input));
    }

    public void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Construction} {FirstCall} {HundredthCall}"));

    private static double TimeCall(INetwork<float> network, float[] input)
    {
        long start = Stopwatch.GetTimestamp();
        network.Forward(input);
        return Clock.NanosecondsSince(start) / 1000;
    }

    /// <summary>How the program starts itself once more.</summary>
    public static ProcessStartInfo Itself(params string[] arguments)
    {
        // The program itself, or dotnet with the program as its first argument.
        string host = Environment.ProcessPath!;
        bool isDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        return new ProcessStartInfo(host, [.. isDotnet ? [Assembly.GetExecutingAssembly().Location] : Array.Empty<string>(), .. arguments]);
    }

    private static FreshProcess Start(string network)
    {
        ProcessStartInfo start = Itself(Command, network);
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new FailureException($"{network} does not run in a process of its own");
        double[] numbers = output.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new FreshProcess(numbers[0], numbers[1], numbers[2]);
    }
}

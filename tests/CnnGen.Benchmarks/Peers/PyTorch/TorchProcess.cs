using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using CnnGen.Benchmarks.Training;

namespace CnnGen.Benchmarks.Peers.PyTorch;

/// <summary>
/// A Python with PyTorch that lives as long as the run. It gets requests, lines of words, with numbers behind them where there are any;
/// it answers each with a line, and waits without work in between.
/// </summary>
internal sealed class TorchProcess : IDisposable
{
    public const string Variable = "CNNGEN_PYTHON";

    private readonly Process process;
    private readonly Dictionary<string, Samples> known = [];

    private TorchProcess(string python, int threads)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Peers", "PyTorch", "torch_steps.py");
        var start = new ProcessStartInfo(python, [script, $"{threads}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // Keeps glibc from giving large blocks back at every step, only to fetch them again page by page.
        start.Environment.TryAdd("MALLOC_MMAP_THRESHOLD_", $"{1 << 30}");
        start.Environment.TryAdd("MALLOC_TRIM_THRESHOLD_", $"{1L << 32}");
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new FailureException($"{Variable} '{python}' does not start: {e.Message}");
        }

        Version = Answer();
    }

    public string Version { get; }

    /// <summary>Null when the environment names no Python.</summary>
    public static TorchProcess? FromEnvironment(int threads) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } python ? new TorchProcess(python, threads) : null;

    public static string Describe(TorchProcess? process) => process is null ? $"no PyTorch ({Variable} is not set)" : $"PyTorch {process.Version}";

    /// <summary>Sends samples, unless these are known by their name already.</summary>
    public void Send(Samples samples)
    {
        if (known.TryGetValue(samples.Name, out Samples? sent) && ReferenceEquals(sent, samples)) return;
        Ask($"samples {samples.Name} {samples.Count} {string.Join(' ', samples.Shape)}", samples.Inputs, samples.Labels);
        known[samples.Name] = samples;
    }

    /// <summary>Sends a request and the numbers that belong to it; waits for the numbers of the answer.</summary>
    public double[] Ask(FormattableString request, ReadOnlySpan<float> numbers = default, ReadOnlySpan<int> labels = default)
    {
        Stream input = process.StandardInput.BaseStream;
        try
        {
            input.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant(request) + '\n'));
            input.Write(MemoryMarshal.AsBytes(numbers));
            input.Write(MemoryMarshal.AsBytes(labels));
            input.Flush();
        }
        catch (IOException)
        {
            // It has ended; reading its answer says so.
        }

        return Answer().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Answer() => process.StandardOutput.ReadLine() ?? throw new FailureException("PyTorch's process has ended; what it said stands above");
}

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace CnnGen.Benchmarks.Peers.PyTorch;

/// <summary>A Python with PyTorch that reads a declaration, trains the network it declares and writes it as an ONNX file.</summary>
internal sealed class PublishedPeer : IDisposable
{
    private readonly Process process;

    private PublishedPeer(string python)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Peers", "PyTorch", "published.py");
        var start = new ProcessStartInfo(python, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment.TryAdd("MALLOC_MMAP_THRESHOLD_", $"{1 << 30}");
        start.Environment.TryAdd("MALLOC_TRIM_THRESHOLD_", $"{1L << 32}");
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new FailureException($"{TorchProcess.Variable} '{python}' does not start: {e.Message}");
        }

        Version = Answer();
    }

    public string Version { get; }

    public static PublishedPeer FromEnvironment() => Environment.GetEnvironmentVariable(TorchProcess.Variable) is { Length: > 0 } python
        ? new PublishedPeer(python)
        : throw new FailureException($"{TorchProcess.Variable} has to name a Python with PyTorch, which reads the declarations");

    /// <summary>Hands over a network, in the place of the one before.</summary>
    public void Load(string name, string file, int batch, params float[][] numbers) =>
        Ask($"load\t{name}\t{file}\t{batch}\t{string.Join('\t', numbers.Select(part => part.Length))}", numbers);

    /// <summary>Steps of training; the nanoseconds of one.</summary>
    public double Train(string name, int steps) => double.Parse(Ask($"train\t{name}\t{steps}"), CultureInfo.InvariantCulture);

    /// <summary>The network out of training as an ONNX file.</summary>
    public byte[] Export(string name)
    {
        string file = Path.GetTempFileName();
        try
        {
            Ask($"export\t{name}\t{file}");
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Ask(string request, params float[][] numbers)
    {
        Stream input = process.StandardInput.BaseStream;
        try
        {
            input.Write(Encoding.UTF8.GetBytes(request + '\n'));
            foreach (float[] part in numbers) input.Write(MemoryMarshal.AsBytes(part.AsSpan()));
            input.Flush();
        }
        catch (IOException)
        {
            // It has ended; reading its answer says so.
        }

        return Answer();
    }

    private string Answer() => process.StandardOutput.ReadLine() ?? throw new FailureException("PyTorch's process has ended; what it said stands above");
}

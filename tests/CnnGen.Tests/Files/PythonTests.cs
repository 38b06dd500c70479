using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>Files go to Python and come back: by its safetensors library, or where that is missing by a reader and writer that know nothing of ours.</summary>
public sealed class PythonTests : FolderTests
{
    [PythonFact]
    public void Python_ReadsTheSameBytesAndWritesThem()
    {
        var network = new Stored(4);
        Data.Disturb(network, 5);
        network.SetBuffers(Data.Targets<float>(Stored.BufferCount, 6));
        network.Save(At("ours"));
        string printed = Run(Script(), At("ours"), At("again"), At("sorted"));

        float[] parameters = Data.Parameters(network), buffers = Data.Buffers(network);
        string[] expected =
        [
            .. Stored.Description.Parameters.Select(tensor => Line(tensor, parameters)), .. Stored.Description.Buffers.Select(tensor => Line(tensor, buffers)),
        ];
        Assert.Equal(expected, printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(File.ReadAllBytes(At("ours")), File.ReadAllBytes(At("again")));

        var back = new Stored(9);
        back.Load(At("sorted"));
        Assert.Equal(parameters, Data.Parameters(back));
        Assert.Equal(buffers, Data.Buffers(back));
    }

    private static string Line(TensorDescription tensor, float[] values) =>
        $"{tensor.Name} F32 {string.Join(",", tensor.Shape)} " +
        string.Concat(values.AsSpan(tensor.Offset, tensor.Count).ToArray().Select(value => Convert.ToHexStringLower(BitConverter.GetBytes(value))));

    private static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd(), error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return output;
    }

    private static string Script([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "interchange.py");
}

/// <summary>A test that needs Python; without it, it is skipped and says so.</summary>
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "python3.exe" : "python3")))) Skip = "python3 is not installed.";
    }
}

using System;
using System.IO;
using Xunit;

namespace CnnGen.Onnx.Tests.Commands;

/// <summary>A test of a command, in a folder of its own. One at a time: standard output is one.</summary>
[Collection(nameof(CommandLine))]
public abstract class WorkFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cnngen").FullName;

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A file in the folder, which may not be there yet.</summary>
    protected string At(string name) => Path.Combine(folder, name);
}

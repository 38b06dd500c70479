using System;
using System.IO;
using CnnGen.Tool;
using Xunit;

namespace CnnGen.Onnx.Tests.Commands;

/// <summary>The program, run in this process.</summary>
internal static class CommandLine
{
    /// <summary>What it printed, and how it ended.</summary>
    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        (TextWriter outBefore, TextWriter errorBefore) = (Console.Out, Console.Error);
        using StringWriter output = new(), error = new();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            int code = Program.Main(arguments);
            return (code, output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(outBefore);
            Console.SetError(errorBefore);
        }
    }

    /// <summary>What it says where it fails: one line.</summary>
    public static string Fails(params string[] arguments)
    {
        (int code, _, string error) = Run(arguments);
        Assert.Equal(2, code);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        return Assert.Single(error.TrimEnd().Split('\n'));
    }
}

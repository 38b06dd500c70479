using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using CnnGen.Onnx;
using CnnGen.Tool.Importing;

namespace CnnGen.Tool;

internal static class Program
{
    public static int Main(string[] arguments)
    {
        // A verb each.
        RootCommand root = new("Works with networks of CnnGen and their files.") { ImportCommand.Create() };
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction) return Fail(parsed.Errors[0].Message);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is FailureException or OnnxImportException)
        {
            return Fail(e.Message);
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return 1;
    }
}

using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CnnGen.Onnx;
using CnnGen.Tool.Comparing;
using CnnGen.Tool.Exporting;
using CnnGen.Tool.Importing;
using CnnGen.Tool.Inspecting;

namespace CnnGen.Tool;

internal static class Program
{
    /// <returns>0; 1 where diff found a difference; 2 where it failed.</returns>
    public static int Main(string[] arguments)
    {
        // A verb each. A root command would be called as the assembly is.
        Command root = new("cnngen", "Works with networks of CnnGen and their files.")
        {
            ImportCommand.Create(), ExportCommand.Create(), InspectCommand.Create(), DiffCommand.Create(),
            new HelpOption { Recursive = true }, new VersionOption(),
        };
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
        return 2;
    }
}

using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;

namespace CnnGen.Benchmarks;

internal static class Program
{
    // Failures are caught here, not by the parser's handler, which prints stack traces.
    private static readonly InvocationConfiguration Configuration = new() { EnableDefaultExceptionHandler = false };

    public static int Main(string[] arguments)
    {
        Console.OutputEncoding = Encoding.UTF8;
        ParseResult parsed = CommandLine.Create().Parse(arguments);
        if (parsed.Action is ParseErrorAction) return Fail(parsed.Errors[0].Message);

        try
        {
            return parsed.Invoke(Configuration);
        }
        catch (FailureException e)
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

using System.CommandLine;
using CnnGen.Onnx;
using CnnGen.Tool.Importing;

namespace CnnGen.Tool.Inspecting;

/// <summary>cnngen inspect FILE: what is in it.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Path = new("file") { Description = "An ONNX model, a weight file (.safetensors) or a checkpoint" };

    public static Command Create()
    {
        Command command = new("inspect", "Prints a table of what is in a file: the nodes of an ONNX model, the tensors of a weight file.")
        {
            Path, Shapes.Option,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Path);
        if (WeightFile.IsOne(path)) WeightReport.Print(path);
        else ModelReport.Print(path, new OnnxImportOptions { Shape = Shapes.Of(parsed) });
        return 0;
    }
}

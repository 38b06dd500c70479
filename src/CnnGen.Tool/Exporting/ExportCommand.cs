using System;
using System.CommandLine;
using System.IO;
using CnnGen.Onnx;
using CnnGen.Tool.Printing;

namespace CnnGen.Tool.Exporting;

/// <summary>cnngen export Program.dll: a network of a compiled program as an ONNX model.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Assembly =
        new("assembly") { Description = "The compiled program or library, such as bin/Release/net10.0/Digits.dll" };

    private static readonly Option<string?> Class = new("--class")
    {
        Description = "The network's class, with or without its namespace, where there are several",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Weights = new("--weights")
    {
        Description = "Weight file (.safetensors) or checkpoint [default: what its constructor gives: embedded weights, or random ones]",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Output = new("--out", "-o") { Description = "The model [default: the class's name and .onnx]", HelpName = "FILE" };

    public static Command Create()
    {
        Command command = new("export", "Writes a network of a compiled program as an ONNX model. The network's constructor runs.")
        {
            Assembly, Class, Weights, Output,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        object network = NetworkAssembly.Create(parsed.GetRequiredValue(Assembly), parsed.GetValue(Class));
        return network is INetwork<double> ofDoubles ? Export(ofDoubles, parsed) : Export((INetwork<float>)network, parsed);
    }

    private static int Export<T>(INetwork<T> network, ParseResult parsed) where T : unmanaged
    {
        string path = parsed.GetValue(Output) ?? network.Description.Name + ".onnx";
        try
        {
            if (parsed.GetValue(Weights) is { } weights) network.Load(weights);
            OnnxModel.Save(network, path);
        }
        catch (Exception e) when (
            e is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FailureException(e.Message);
        }

        int numbers = network.ParameterCount + network.BufferCount;
        Console.WriteLine($"{path}: {network.Description.Name}, {Listing.Count(numbers)} numbers");
        if (parsed.GetValue(Weights) is null) Console.WriteLine($"The numbers are those of new {network.Description.Name}(); --weights FILE takes others.");
        return 0;
    }
}

using System;
using System.Linq;
using CnnGen.Tool.Verification;
using Xunit;

namespace CnnGen.Onnx.Tests.Harness;

/// <summary>Imports models, and compares what they became with ONNX Runtime.</summary>
internal static class Import
{
    /// <summary>What a model becomes, after it has been compiled, without a warning, and run beside ONNX Runtime on the same numbers.</summary>
    public static OnnxImportResult Agrees(Model model, OnnxImportOptions? options = null)
    {
        OnnxImportResult imported = OnnxImport.Read(model.ToBytes(), "model.onnx", options);
        Agrees(model.ToBytes(), imported);
        return imported;
    }

    public static void Agrees(byte[] model, OnnxImportResult imported)
    {
        try
        {
            INetwork<float> network = CompiledNetwork.Create(imported.Source, imported.ClassName, imported.Weights);
            Verifier.Compare(model, imported, network);
        }
        catch (Exception e)
        {
            Assert.Fail($"{e.Message}\n{imported.Source}");
        }
    }

    /// <summary>The message of a refusal.</summary>
    public static string Refused(Model model, OnnxImportOptions? options = null) => Refused(model.ToBytes(), options);

    public static string Refused(byte[] model, OnnxImportOptions? options = null) =>
        Assert.Throws<OnnxImportException>(() => OnnxImport.Read(model, "model.onnx", options)).Message;

    /// <summary>The attributes of a source between Network and the class, without comments: <c>Conv(6, 5), ReLU</c>.</summary>
    public static string Attributes(OnnxImportResult imported)
    {
        string[] lines = imported.Source.Split('\n').Select(line => line.Split("//")[0].Trim()).Where(line => line.Length > 0).ToArray();
        string all = string.Join(" ", lines.SkipWhile(line => !line.StartsWith('[')).TakeWhile(line => !line.StartsWith("public", StringComparison.Ordinal)));
        return all.Replace("] [", ", ", StringComparison.Ordinal).Trim('[', ']').Replace(", ForwardOnly = true", "", StringComparison.Ordinal);
    }
}

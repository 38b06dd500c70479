using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Reflection;
using CnnGen.Generator;
using CnnGen.Onnx;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace CnnGen.Tool.Verification;

/// <summary>A declaration, compiled in memory by the generator and with its weights.</summary>
internal static class CompiledNetwork
{
    /// <summary>Compiles a source with one network and makes an instance of it.</summary>
    /// <param name="source">The C# file.</param>
    /// <param name="fullName">The class in it.</param>
    /// <param name="weights">Each parameter and buffer by its name.</param>
    public static INetwork<float> Create(string source, string fullName, IReadOnlyDictionary<string, OnnxWeight> weights)
    {
        Assembly assembly = Compile(source);

        // With a seed: without, one that has its weights inside would look for them here.
        INetwork<float> network = (INetwork<float>)Activator.CreateInstance(assembly.GetType(fullName, throwOnError: true)!, 0)!;
        float[] parameters = Collect(network.Description.Parameters, network.ParameterCount, weights);
        float[] buffers = Collect(network.Description.Buffers, network.BufferCount, weights);
        string[] superfluous = weights.Keys.Except(network.Description.Parameters.Concat(network.Description.Buffers).Select(tensor => tensor.Name)).ToArray();
        if (superfluous.Length > 0) throw new FailureException($"The network has no {string.Join(", ", superfluous)}.");
        network.SetParameters(parameters);
        network.SetBuffers(buffers);
        return network;
    }

    private static float[] Collect(IReadOnlyList<TensorDescription> tensors, int count, IReadOnlyDictionary<string, OnnxWeight> weights)
    {
        float[] numbers = new float[count];
        foreach (TensorDescription tensor in tensors)
        {
            if (!weights.TryGetValue(tensor.Name, out OnnxWeight? weight)) throw new FailureException($"There are no weights {tensor.Name}.");
            if (!weight.Shape.SequenceEqual(tensor.Shape))
            {
                throw new FailureException(
                    $"{tensor.Name} is [{string.Join(",", tensor.Shape)}] in the network and [{string.Join(",", weight.Shape)}] in the file.");
            }

            for (int i = 0; i < weight.Values.Count; i++) numbers[tensor.Offset + i] = weight.Values[i];
        }

        return numbers;
    }

    private static Assembly Compile(string source)
    {
        CSharpParseOptions parsing = new(LanguageVersion.CSharp9);
        string[] references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Imported",
            [CSharpSyntaxTree.ParseText(source, parsing)],
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parsing,
            optionsProvider: new PlainText());
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        using MemoryStream stream = new();
        EmitResult result = output.Emit(stream);
        Diagnostic[] reported = driver.GetRunResult().Diagnostics.Concat(result.Diagnostics).Where(IsWrong).ToArray();
        if (reported.Length > 0)
        {
            throw new FailureException(
                $"What was imported does not compile: {string.Join("; ", reported.Take(5).Select(diagnostic => diagnostic.GetMessage()))}");
        }

        return Assembly.Load(stream.ToArray());
    }

    private static bool IsWrong(Diagnostic diagnostic) => diagnostic.Severity >= DiagnosticSeverity.Warning;

    /// <summary>The text for any machine alone: it is compiled soonest, and runs once.</summary>
    private sealed class PlainText : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(new() { ["build_property.CnnGenVectorBits"] = "0" });

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options([]);

        private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}

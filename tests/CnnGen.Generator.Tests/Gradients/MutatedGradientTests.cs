using System;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Widths;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace CnnGen.Generator.Tests.Gradients;

/// <summary>The gradient check finds what a faulty emitter would do: emitted text with one fault, compiled and checked.</summary>
public class MutatedGradientTests
{
    private const string Declaration = "[Network(2, 5, 5, Scalar = Scalar.Double)] [Conv(3, 3, Padding = 1), Tanh, MaxPool(2), Dense(4)] [SoftmaxCrossEntropy]";

    [Fact]
    public void UnchangedText_Passes() => Assert.True(Check("", "").Passed);

    [Theory]
    [InlineData("sum = w[0] + s[0];", "sum = w[0] - s[0];", "conv1.weight")]                          // one sign
    [InlineData("bias0 += outputGradient[", "bias0 += 0.5 * outputGradient[", "conv1.bias")]
    [InlineData("g * (1 - y * y);", "g * (1 - y);", null)]                                            // a derivative
    [InlineData("]] += outputGradient[", "] & ~1] += outputGradient[", null)]                         // the wrong winner
    public void FaultyBackward_FailsAndNamesTheCulprit(string right, string wrong, string? culprit)
    {
        GradientCheckReport report = Check(right, wrong);
        Assert.False(report.Passed, report.ToString());
        if (culprit != null) Assert.Equal(culprit, report.Worst.Name);
        Assert.Contains(report.Worst.Name, report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void DroppedPaddingColumn_FailsAndNamesTheInput()
    {
        // The gradient of the frame is cut out one column too far to the left.
        GradientCheckReport report = Check("frameGradient.Slice(row * 14 + 16)", "frameGradient.Slice(row * 14 + 14)");
        Assert.False(report.Passed, report.ToString());
        Assert.Equal("input", report.Worst.Name);
    }

    private static GradientCheckReport Check(string right, string wrong)
    {
        GeneratorRun run = GeneratorRun.Of(Width.Only(0), Source.Network(Declaration));
        Compilation compilation = run.Output;
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => tree.FilePath.EndsWith("-Plain.g.cs", StringComparison.Ordinal)).ToList())
        {
            string text = tree.ToString();
            if (right.Length > 0) Assert.Contains(right, text, StringComparison.Ordinal);
            string changed = right.Length == 0 ? text : text.Replace(right, wrong, StringComparison.Ordinal);
            compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(changed, run.Options.ParseOptions, tree.FilePath));
        }

        using MemoryStream stream = new();
        EmitResult result = compilation.Emit(stream);
        Assert.True(result.Success, CompilerOutput.Describe(result.Diagnostics));
        stream.Position = 0;
        Type type = new AssemblyLoadContext("Mutated", isCollectible: true).LoadFromStream(stream).GetType(Source.FullName("Net"))!;
        var network = (ITrainableNetwork<double>)Activator.CreateInstance(type, 1)!;
        return GradientCheck.Run(network, RandomData.Numbers(network.InputSize, 1), [2]);
    }
}

using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>What the generator still does wrong. A row that is mended moves to the tests of its topic; the class goes with the last one.</summary>
public sealed class KnownDefectTests
{
    private const string Reason = "Known defects.";

    [Theory(Skip = Reason)]

    // Two networks of one file name: the generator throws.
    [InlineData("public partial class Outer<A_B> { [Network(3), Dense(2)] public partial class Net { } } public partial class Outer<A, B> { [Network(3), Dense(2)] public partial class Net { } }")]
    [InlineData("[Network(3), Dense(2)] public partial class a\u203Fb { } [Network(3), Dense(2)] public partial class a\u2040b { }")]

    // The text does not compile: numbers past float, an array past int.
    [InlineData("[Network(3), LeakyReLU(1e300)] public partial class Net { }", 1)]
    [InlineData("[Network(3), Dense(2), Sgd(Momentum = 1e300)] public partial class Net { }", 1)]
    [InlineData("[Network(1, 21213, 21213), MaxPool(1), MaxPool(1), MaxPool(1), MaxPool(1), MaxPool(1), MaxPool(1)] public partial class Net { }", 1)]

    // The text does not compile: a name in it means something else in the class.
    [InlineData("namespace Own { public class Array { } [Network(3), Dense(2)] public partial class Net { } }", 1)]
    [InlineData("[Network(3), Dense(2)] public partial class Net { public int Array => 3; }", 1)]
    [InlineData("[Network(3), Dense(2)] public partial class Net { public int MethodImplOptions => 3; }", 1)]
    [InlineData("public partial class Outer<MethodImplOptions> { [Network(3), Dense(2)] public partial class Net { } }", 1)]
    [InlineData("[Network(3), Dense(2)] public partial class Net { private static string nameof(int number) => null; }", 1)]
    [InlineData("[Network(3), Dense(2, Name = \"a\\u200Db\"), Dense(2, Name = \"ab\")] public partial class Net { }", 1)]

    // The text does not compile: the class's own constructors and base class.
    [InlineData("[Network(3), Dense(2)] public partial class Net : Base { } public class Base { public Base(int number) { } }", 1)]
    [InlineData("[Network(3), Dense(2)] public partial class Net { public Net(CnnGen.Runtime.SharedState<float> shared) : this() { } }", 1)]
    [InlineData("[Network(3), Dense(2)] public partial record Net { public Net() { } }", 1)]

    // A struct or an interface, where the compiler already reports each attribute: CS0592.
    [InlineData("[Network(3), Dense(2)] public partial struct Net { }", 2)]
    [InlineData("[Network(3), Dense(2)] public partial interface Net { }", 2)]
    [InlineData("[Dense(2)] public partial struct Net { }", 1)]

    // A class without a name, while it is typed.
    [InlineData("[Network(3), Dense(2)] public partial class { }", 1)]

    // Two messages for one mistake. (A misspelt attribute is two from the compiler alone, with and without "Attribute".)
    [InlineData("[MeanSquaredError, Network(3), Dense(2)] public partial class Net { }", 1)]
    [InlineData("[Network(3), Dense(4), Softmax, CrossEntropy, Dense(2)] public partial class Net { }", 1)]
    [InlineData("[Network(3), Dense(4), SoftmaxCrossEntropy, CrossEntropy] public partial class Net { }", 1)]
    [InlineData("[Network(3), CrossEntropy] public partial class Net { }", 1)]
    [InlineData("[Netwrok(3), Dense(4)] public partial class Net { }", 2)]
    [InlineData("[Network(3), Dense(2), MeanSquareError] public partial class Net { public float Use() => Loss(new float[2]); }", 2)]

    // Nothing is wrong: a private type of a base class is not seen.
    [InlineData("public class Base { private class Span<T> { } } [Network(3), Dense(2)] public partial class Net : Base { }")]
    public void MostMessages(string source, int most = 0)
    {
        GeneratorRun run = GeneratorRun.Of("using CnnGen; " + source);
        List<Diagnostic> errors = run.Diagnostics.Concat(CompilerOutput.DiagnosticsOf(run.Output)).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > most) Assert.Fail(CompilerOutput.Describe(errors)!);
    }

    [Theory(Skip = Reason)]
    [InlineData("[Network(1, 4, 4), MaxPool(1)]")]
    [InlineData("[Network(4, 1, 1), GlobalMaxPool]")]
    public void Warnings(string attributes) => StrictCompilation.Check(attributes);

    [Theory(Skip = Reason)]
    [InlineData("[Network(1, 300, 300), Conv(1, 1, Stride = 300)]")] // A line for each of 90,000 inputs.
    public void Length(string attributes) => Assert.InRange(GeneratorRun.Of(Source.Network(attributes)).Text.Length, 1, 100_000);

    [Theory(Skip = Reason)]
    [InlineData("[Network(1, 2, 2), AvgPool(65536, Padding = 65535)]", "/ 0;")] // The window's cells overflow.
    [InlineData("[Network(1, 2, 2), MaxPool(2147483647, Padding = 2147483646, Stride = 2147483647)]", "row * -2")] // The sum of the paddings overflows.
    public void Overflow(string attributes, string text) => Assert.DoesNotContain(text, GeneratorRun.Of(Source.Network(attributes)).Text, System.StringComparison.Ordinal);

    [Fact(Skip = Reason)]
    public void LayerCalledInput_OfTheInputsShape()
    {
        // It is taken for the network's input: its own input gradient and weight gradient are wrong.
        Assert.Equal(Gradients("inputs"), Gradients("input"));

        static float[] Gradients(string name)
        {
            ITrainableNetwork<float> network = CompiledNetworks.Create<ITrainableNetwork<float>>($"[Network(3), Dense(3, Name = \"{name}\"), Dense(2)]");
            network.Forward(new float[] { 1, 2, 3 });
            float[] input = network.Backward(new float[] { 1, -1 }).ToArray();
            float[] all = new float[network.ParameterCount];
            network.CopyGradientsTo(all);
            return [.. input, .. all];
        }
    }

    [Theory(Skip = Reason)]
    [InlineData("[Network(3), LeakyReLU({|CNN0204:double.NegativeInfinity|})]", "slope of leakyrelu1 is a finite number; -infinity came")] // The sign is missing.
    [InlineData("[Network(1, 4, 1), AvgPool(2, {|CNN0301:12|})]", "The window of avgpool1, 2×12, does not fit its input of 4×1; the smallest PaddingWidth that fits is 6")] // Padding = 6 is past the window's 2 rows: CNN0302.
    [InlineData("[Network(4), Dense(4), ReLU({|CNN0112:Name = \"reLU4\"|}), Dense(4), ReLU]", "The name 'reLU4' leads to the generated member 'ReLU4Forward', which the network already has: choose another")] // Today an overload.
    public void Messages(string attributes, string message) => Assert.Equal(message, Expect.Message(Source.Network(attributes)));
}

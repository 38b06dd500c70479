using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Losses;

internal sealed class BinaryCrossEntropyKind : LossKind
{
    public override string Name => "BinaryCrossEntropy";

    public override Loss Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output) => new BinaryCrossEntropyLoss(output);

    public override void Hint(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output)
    {
        if (MakerOf(layers, output) is not SigmoidLayer sigmoid) return;
        reader.Report(Rules.TakenTwice, null, reader.WithoutLayer(sigmoid), Name, "sigmoid", sigmoid.Name, "Sigmoid out");
    }
}

/// <summary>The mean of −t log σ(y) − (1 − t) log(1 − σ(y)) over a sample's outputs, which are logits; its gradient is σ(y) − t.</summary>
internal sealed record BinaryCrossEntropyLoss(Tensor Output) : Loss("BinaryCrossEntropy", Output)
{
    public override string Formula => "the mean of −t log σ(y) − (1 − t) log(1 − σ(y))";

    public override void EmitOfTarget(KernelWriter writer)
    {
        const string Each = "for (int i = 0; i < output.Length; i++)";
        Dialect dialect = writer.Dialect;
        string math = dialect.Scalar == Scalar.Single ? "MathF" : "Math";
        writer.Line($"{writer.Scalar} scale = {writer.PerSample("weight", Output.Shape.Count)}, sum = 0;");

        // The larger of y and 0, less t y, plus log(1 + e^−|y|): what is small is not lost beside what is large.
        writer.Line($"{Each} gradient[i] = -{math}.Abs(output[i]);");
        writer.Line($"{writer.Activations}.Softplus<{writer.Scalar}>(gradient, gradient);");
        using (writer.Block(Each))
        {
            writer.Line($"{writer.Scalar} y = output[i];");
            string linear = dialect.Rounded($"(y > 0 ? y : 0) - {dialect.Rounded("target[i] * y")}");
            writer.Line(dialect.Add("sum", dialect.Rounded($"{linear} + gradient[i]")));
        }

        writer.Line();
        writer.Line($"{writer.Elementary}.Sigmoid(output, gradient);");
        writer.Line($"{Each} gradient[i] = scale * {dialect.Factor("gradient[i] - target[i]")};");
        writer.Line();
        writer.Line("return scale * sum;");
    }
}

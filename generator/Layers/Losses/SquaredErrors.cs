using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Losses;

internal sealed class MeanSquaredErrorKind : LossKind
{
    public override string Name => "MeanSquaredError";

    public override Loss Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output) => new MeanSquaredErrorLoss(output);
}

/// <summary>The mean of (y − t)² over a sample's outputs.</summary>
internal sealed record MeanSquaredErrorLoss(Tensor Output) : Loss("MeanSquaredError", Output)
{
    public override string Formula => "the mean of (y − t)²";

    public override void EmitOfTarget(KernelWriter writer) => SquaredError.Emit(writer, Output.Shape.Count, "2 * scale * error", "scale * sum");
}

internal sealed class HalfSquaredErrorKind : LossKind
{
    public override string Name => "HalfSquaredError";

    public override Loss Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output) => new HalfSquaredErrorLoss(output);
}

/// <summary>½ Σ (y − t)² over a sample's outputs.</summary>
internal sealed record HalfSquaredErrorLoss(Tensor Output) : Loss("HalfSquaredError", Output)
{
    public override string Formula => "½ Σ (y − t)²";

    public override void EmitOfTarget(KernelWriter writer) => SquaredError.Emit(writer, 1, "scale * error", "scale * sum / 2");
}

internal static class SquaredError
{
    public static void Emit(KernelWriter writer, int divisor, string gradient, string loss)
    {
        writer.Line($"{writer.Scalar} scale = {writer.PerSample("weight", divisor)}, sum = 0;");
        using (writer.Block("for (int i = 0; i < output.Length; i++)"))
        {
            writer.Line($"{writer.Scalar} error = {writer.Dialect.Rounded("output[i] - target[i]")};");
            writer.Line(writer.Dialect.Add("sum", writer.Dialect.Rounded("error * error")));
            writer.Line($"gradient[i] = {gradient};");
        }

        writer.Line();
        writer.Line($"return {loss};");
    }
}

using System.Collections.Generic;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Losses;

internal sealed class MeanSquaredErrorKind : LossKind
{
    public override string Name => "MeanSquaredError";

    public override Loss Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output) => new MeanSquaredErrorLoss(output);
}

/// <summary>The mean of (y − t)² over a sample's outputs.</summary>
internal sealed record MeanSquaredErrorLoss(Tensor Output) : ErrorLoss("MeanSquaredError", Output)
{
    public override string Formula => "the mean of (y − t)²";

    protected override string Total => "scale * sum";

    protected override void EmitError(KernelWriter writer)
    {
        writer.Line(writer.Dialect.Add("sum", writer.Dialect.Rounded("error * error")));
        writer.Line("gradient[i] = 2 * scale * error;");
    }
}

internal sealed class HalfSquaredErrorKind : LossKind
{
    public override string Name => "HalfSquaredError";

    public override Loss Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output) => new HalfSquaredErrorLoss(output);
}

/// <summary>½ Σ (y − t)² over a sample's outputs.</summary>
internal sealed record HalfSquaredErrorLoss(Tensor Output) : ErrorLoss("HalfSquaredError", Output)
{
    public override string Formula => "½ Σ (y − t)²";

    protected override int Divisor => 1;

    protected override string Total => "scale * sum / 2";

    protected override void EmitError(KernelWriter writer)
    {
        writer.Line(writer.Dialect.Add("sum", writer.Dialect.Rounded("error * error")));
        writer.Line("gradient[i] = scale * error;");
    }
}

internal sealed class MeanAbsoluteErrorKind : LossKind
{
    public override string Name => "MeanAbsoluteError";

    public override Loss Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output) => new MeanAbsoluteErrorLoss(output);
}

/// <summary>The mean of |y − t| over a sample's outputs; where there is no error, its gradient is 0.</summary>
internal sealed record MeanAbsoluteErrorLoss(Tensor Output) : ErrorLoss("MeanAbsoluteError", Output)
{
    public override string Formula => "the mean of |y − t|";

    protected override string Total => "scale * sum";

    protected override void EmitError(KernelWriter writer)
    {
        writer.Line($"{writer.Scalar} size = error < 0 ? -error : error;");
        writer.Line(writer.Dialect.Add("sum", "size"));
        writer.Line("gradient[i] = error > 0 ? scale : error < 0 ? -scale : error;");
    }
}

internal sealed class HuberKind : LossKind
{
    public override string Name => "Huber";

    public override void Check(AnnotationReader reader, IReadOnlyList<NamedKind> layers) => reader.Positive("delta", 1);

    public override Loss Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output) => new HuberLoss(output, reader.Double("delta", 1));
}

/// <summary>
/// The mean over a sample's outputs of ½ (y − t)² where the error is at most delta, and delta (|y − t| − ½ delta) beyond. P. J. Huber, Robust
/// estimation of a location parameter, 1964.
/// </summary>
internal sealed record HuberLoss(Tensor Output, double Delta) : ErrorLoss("Huber", Output)
{
    public override string Formula =>
        $"the mean of ½ (y − t)² where |y − t| ≤ {Text.Number(Delta)}, of {Text.Number(Delta)} (|y − t| − {Text.Number(Delta / 2)}) beyond";

    protected override string Total => "scale * sum";

    protected override void EmitError(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        string delta = writer.Number(Delta), far = dialect.Rounded($"{delta} * {dialect.Factor($"size - {writer.Number(Delta / 2)}")}");
        string near = dialect.Rounded($"{writer.Number(0.5)} * {dialect.Factor("error * error")}");
        writer.Line($"{writer.Scalar} size = error < 0 ? -error : error;");
        writer.Line($"{writer.Scalar} term = size > {delta} ? {far} : {near};");
        writer.Line(dialect.Add("sum", "term"));
        writer.Line($"gradient[i] = scale * (error > {delta} ? {delta} : error < -{delta} ? -{delta} : error);");
    }
}

/// <summary>A sum over a sample's outputs of something of each error, y − t.</summary>
internal abstract record ErrorLoss(string Kind, Tensor Output) : Loss(Kind, Output)
{
    /// <summary>What the sum is divided by, besides the number of samples.</summary>
    protected virtual int Divisor => Output.Shape.Count;

    /// <summary>The loss, from the <c>sum</c> and the <c>scale</c>.</summary>
    protected abstract string Total { get; }

    /// <summary>Adds to the <c>sum</c>, and writes <c>gradient[i]</c>.</summary>
    protected abstract void EmitError(KernelWriter writer);

    public override void EmitOfTarget(KernelWriter writer)
    {
        writer.Line($"{writer.Scalar} scale = {writer.PerSample("weight", Divisor)}, sum = 0;");
        using (writer.Block("for (int i = 0; i < output.Length; i++)"))
        {
            writer.Line($"{writer.Scalar} error = {writer.Dialect.Rounded("output[i] - target[i]")};");
            EmitError(writer);
        }

        writer.Line();
        writer.Line($"return {Total};");
    }
}

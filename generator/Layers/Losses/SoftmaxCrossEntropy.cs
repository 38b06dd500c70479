using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Losses;

internal sealed class SoftmaxCrossEntropyKind : LossKind
{
    // PyTorch's own.
    private const int NoLabel = -100;

    public override string Name => "SoftmaxCrossEntropy";

    public override bool TakesLabels => true;

    public override void Check(AnnotationReader reader, IReadOnlyList<NamedKind> layers)
    {
        reader.Share("LabelSmoothing", 0);
        IReadOnlyList<double> weights = reader.Numbers("Weights");
        foreach (double weight in weights)
        {
            if (reader.Round(weight) >= 0 && !double.IsInfinity(reader.Round(weight))) continue;
            bool isPrecision = weight >= 0 && !double.IsInfinity(weight);
            reader.ReportRange("Weights", "a finite number of at least 0" + (isPrecision ? " that single precision holds" : ""), weight);
            return;
        }

        if (weights.Count > 0 && weights.All(weight => reader.Round(weight) == 0)) reader.ReportRange("Weights", "above 0 for one class at least", 0);
    }

    public override Loss? Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output)
    {
        IReadOnlyList<double> weights = reader.Numbers("Weights");
        int classes = output.Shape.Channels;
        if (reader.Has("Weights") && weights.Count != classes)
        {
            reader.Report(
                Rules.WrongCount,
                "Weights",
                "Weights",
                Name,
                Text.Plural(weights.Count, "number"),
                output.Shape.ToString(),
                classes == 1 ? "1 class" : $"{Text.Number(classes)} classes",
                "");
            return null;
        }

        bool hasOptions = reader.Has("LabelSmoothing") || reader.Has("Weights") || reader.Has("IgnoreIndex");
        return new SoftmaxCrossEntropyLoss(
            output, reader.Double("LabelSmoothing"), weights.ToEquatableArray(), hasOptions ? reader.Int("IgnoreIndex", NoLabel) : null);
    }

    public override void Hint(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output)
    {
        if (MakerOf(layers, output) is SoftmaxLayer softmax)
        {
            var ofProbabilities = new Remedy("Write CrossEntropy", new Edit(EditKind.Rename, reader.Here, "CrossEntropy"));
            IEnumerable<Remedy> remedies = reader.WithoutLayer(softmax);
            if (reader.IsPlain) remedies = remedies.Append(ofProbabilities);
            reader.Report(Rules.TakenTwice, null, remedies, Name, "softmax", softmax.Name, "Softmax out, or write CrossEntropy");
        }

        Classes.HintOne(reader, output.Shape);
    }
}

/// <summary>
/// −log softmax(y) of the label: log Σ exp(y − max) − (y[label] − max); the gradient is softmax(y) · Σt − t. Smoothed and weighted, t is
/// w · ((1 − smoothing) · t + smoothing / classes).
/// </summary>
/// <param name="Output">The logits.</param>
/// <param name="Smoothing">The part of a label that all classes share.</param>
/// <param name="ClassWeights">What each class weighs; none where all weigh 1.</param>
/// <param name="IgnoredLabel">The label of what is left out; null where no option is written.</param>
internal sealed record SoftmaxCrossEntropyLoss(Tensor Output, double Smoothing, EquatableArray<double> ClassWeights, int? IgnoredLabel)
    : Loss("SoftmaxCrossEntropy", Output)
{
    public override bool TakesLabels => true;

    public override bool WeighsLabels => IgnoredLabel != null;

    public override EquatableArray<double> ClassWeights { get; } = ClassWeights;

    public override int? IgnoredLabel { get; } = IgnoredLabel;

    public override string Formula =>
        (Smoothing > 0 ? $"−Σ {Weight}t · log softmax(y) over the classes, t = {SmoothedLabel}" : $"−{(IsWeighted ? "w[label] · " : "")}log softmax(y)[label]")
        + (WeighsLabels ? $"{(IsWeighted ? ", divided by the mean of w[label]" : "")}, of all labels but {Text.Number(IgnoredLabel!.Value)}" : "");

    public override string FormulaOfTarget =>
        $"−Σ {Weight}{(Smoothing > 0 ? $"({Kept} · t + {Shared})" : "t")} · log softmax(y) over the classes";

    private bool IsWeighted => ClassWeights.Count > 0;

    private string Weight => IsWeighted ? "w · " : "";

    private string Kept => Text.Number((double)(1 - (decimal)Smoothing));

    private string Shared => $"{Text.Number(Smoothing)} / {Text.Number(Output.Shape.Channels)}";

    private string SmoothedLabel => $"{Shared}, and {Kept} more at the label";

    public override void EmitOfLabels(KernelWriter writer)
    {
        if (IgnoredLabel is not { } ignored)
        {
            Emit(writer, writer.PerSample("weight", Output.Shape.Positions), (first, position) =>
            {
                EmitExponentials(writer, first);
                writer.Line($"int label = labels[{position}];");
                EmitLabel(writer, first);
            });
            return;
        }

        using (writer.Block("if (labelWeight == 0)"))
        {
            writer.Line("// No label weighs anything: there is nothing to learn, and the mean of nothing is no number.");
            writer.Line("gradient.Clear();");
            writer.Line($"return {writer.Scalar}.NaN;");
        }

        writer.Line();
        Emit(writer, $"({writer.Scalar})({writer.PerSample("weight / labelWeight", Output.Shape.Positions)})", (first, position) =>
        {
            writer.Line($"int label = labels[{position}];");
            using (writer.Block($"if (label == {Text.Number(ignored)})"))
            {
                writer.Line($"{Classes.Loop(Output.Shape)} gradient[{Cell(first)}] = 0;");
            }

            using (writer.Block("else"))
            {
                EmitExponentials(writer, first);
                EmitLabel(writer, first);
            }
        });
    }

    public override void EmitOfTarget(KernelWriter writer) => Emit(writer, writer.PerSample("weight", Output.Shape.Positions), (first, _) =>
    {
        Dialect dialect = writer.Dialect;
        string t = $"target[{Cell(first)}]";
        bool isGiven = Smoothing == 0 && !IsWeighted;
        if (Smoothing > 0) t = $"{dialect.Rounded($"{writer.Number(1 - Smoothing)} * {t}")} + {writer.Number(Share)}";
        if (IsWeighted) t = $"classWeights[k] * {(Smoothing > 0 ? dialect.Factor(t) : t)}";
        if (!isGiven) t = dialect.Rounded(t);
        EmitExponentials(writer, first);
        writer.Line($"{writer.Scalar} total = 0;");
        using (writer.Block(Classes.Loop(Output.Shape)))
        {
            writer.Line($"{writer.Scalar} t = {t};");
            writer.Line(dialect.Add("total", "t"));
            writer.Line(dialect.Add("loss", dialect.Rounded($"t * {Cost(writer, Cell(first))}")));
        }

        string share = dialect.Rounded($"{dialect.Rounded($"gradient[{Cell(first)}] / sum")} * total");
        if (isGiven)
        {
            writer.Line($"{Classes.Loop(Output.Shape)} gradient[{Cell(first)}] = scale * {dialect.Factor($"{share} - {t}")};");
            return;
        }

        writer.Line();
        using (writer.Block(Classes.Loop(Output.Shape)))
        {
            writer.Line($"{writer.Scalar} t = {t};");
            writer.Line($"gradient[{Cell(first)}] = scale * {dialect.Factor($"{share} - t")};");
        }
    });

    // What each class has of every label, before it is weighted.
    private double Share => Smoothing / Output.Shape.Channels;

    private string Cell(Index first) => Classes.Cell(Output.Shape, first, "k");

    /// <summary>−log softmax(y) of a class, as a factor.</summary>
    private static string Cost(KernelWriter writer, string cell) =>
        writer.Dialect.Factor($"log - {writer.Dialect.Factor($"output[{cell}] - largest")}");

    /// <summary>What a label costs, and the gradient, where the exponentials stand.</summary>
    private void EmitLabel(KernelWriter writer, Index first)
    {
        Dialect dialect = writer.Dialect;
        string truth = Classes.Cell(Output.Shape, first, "label"), cell = Cell(first);
        if (Smoothing == 0 && !IsWeighted)
        {
            writer.Line(dialect.Add("loss", dialect.Rounded($"log - {dialect.Factor($"output[{truth}] - largest")}")));
            writer.Line($"{Classes.Loop(Output.Shape)} gradient[{cell}] *= {dialect.Rounded("scale / sum")};");
            writer.Line($"gradient[{truth}] -= scale;");
            return;
        }

        string own = Smoothing == 0 ? "classWeights[label]"
            : IsWeighted ? dialect.Rounded($"{writer.Number(1 - Smoothing)} * classWeights[label]")
            : writer.Number(1 - Smoothing);
        writer.Line($"{writer.Scalar} own = {own};");
        writer.Line(dialect.Add("loss", dialect.Rounded($"own * {Cost(writer, truth)}")));
        if (Smoothing == 0)
        {
            writer.Line($"{Classes.Loop(Output.Shape)} gradient[{cell}] *= {dialect.Rounded($"{dialect.Rounded("scale * own")} / sum")};");
        }
        else
        {
            // Of every label each class has its share, and all of them together the shares' sum.
            double all = Smoothing * (IsWeighted ? ClassWeights.Average() : 1);
            writer.Line($"{writer.Scalar} total = {dialect.Rounded($"own + {writer.Number(all)}")};");
            using (writer.Block(Classes.Loop(Output.Shape)))
            {
                writer.Line($"{writer.Scalar} share = {(IsWeighted ? dialect.Rounded($"{writer.Number(Share)} * classWeights[k]") : writer.Number(Share))};");
                writer.Line(dialect.Add("loss", dialect.Rounded($"share * {Cost(writer, cell)}")));
                string part = dialect.Rounded($"{dialect.Rounded($"gradient[{cell}] / sum")} * total");
                writer.Line($"gradient[{cell}] = scale * {dialect.Factor($"{part} - share")};");
            }
        }

        writer.Line($"gradient[{truth}] -= {dialect.Rounded("scale * own")};");
    }

    /// <summary>The exponentials of a position's logits less the largest, where the gradient will be; their <c>sum</c>, and its <c>log</c>.</summary>
    private void EmitExponentials(KernelWriter writer, Index first)
    {
        Shape shape = Output.Shape;
        writer.Line($"{writer.Scalar} largest = output[{first}], sum = 0;");
        if (shape.Channels > 1)
        {
            writer.Line($"for (int k = 1; k < {Text.Number(shape.Channels)}; k++) if (output[{Cell(first)}] > largest) largest = output[{Cell(first)}];");
        }

        using (writer.Block(Classes.Loop(shape)))
        {
            writer.Line($"{writer.Scalar} e = {writer.Elementary}.Exp(output[{Cell(first)}] - largest);");
            writer.Line($"gradient[{Cell(first)}] = e;");
            writer.Line(writer.Dialect.Add("sum", "e"));
        }

        writer.Line();
        writer.Line($"{writer.Scalar} log = {writer.Elementary}.Log(sum);");
    }

    private void Emit(KernelWriter writer, string scale, Action<Index, Index> judge)
    {
        writer.Line($"{writer.Scalar} scale = {scale}, loss = 0;");
        Classes.EachPosition(writer, Output.Shape, judge);
        writer.Line();
        writer.Line("return scale * loss;");
    }
}

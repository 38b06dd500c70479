using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Losses;

internal sealed class CrossEntropyKind : LossKind
{
    public override string Name => "CrossEntropy";

    public override bool TakesLabels => true;

    public override void Check(AnnotationReader reader, IReadOnlyList<NamedKind> layers)
    {
        // Flatten only renames what the last layer made.
        IEnumerable<NamedKind> makers = layers.Where(layer => layer.Kind is not { OnlyRenames: true });
        if (makers.LastOrDefault().Kind is { TapUse: TapUse.TakesUp }) return;   // Read knows who made it
        if (!makers.Any()) reader.Report(Rules.LossNeedsProbabilities, null, "none");
        else if (makers.Last() is { Kind.MakesProbabilities: false } last) reader.Report(Rules.LossNeedsProbabilities, null, OfLogits(reader), last.Name);
    }

    public override Loss? Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output)
    {
        Layer? last = MakerOf(layers, output);
        if (last == null || !Catalogue.Layers[last.Kind].MakesProbabilities)
        {
            reader.Report(Rules.LossNeedsProbabilities, null, OfLogits(reader), last?.Name ?? "none");
            return null;
        }

        // Flattened, the classes are other ones than the softmax's, unless there was one position.
        bool isFused = last.FusesWithCrossEntropy && (last.Output.Shape == output.Shape || last.Output.Shape.Positions == 1) && IsForLossAlone(last.Output);
        return new CrossEntropyLoss(output, isFused ? last.Name : null);

        // What others make of the probabilities comes back through the softmax.
        bool IsForLossAlone(Tensor tensor)
        {
            List<Layer> readers = layers.Where(layer => layer.Inputs.Contains(tensor) && (!layer.OnlyNames || layer.EndsHead != null)).ToList();
            return tensor == output
                ? readers.All(reader => reader.EndsHead != null) && readers.Count <= 1
                : readers.Count == 1 && IsForLossAlone(readers[0].Output);
        }
    }

    // Of one class there is no softmax to tell it from others.
    private static Remedy? OfLogits(AnnotationReader reader) => reader.Incoming is { Channels: 1 }
        ? null
        : new Remedy("Write SoftmaxCrossEntropy", new Edit(EditKind.Rename, reader.Here, "SoftmaxCrossEntropy"));

    public override void Hint(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output) => Classes.HintOne(reader, output.Shape);
}

/// <summary>
/// −log p of the label. Directly after a softmax its gradient is p · Σt − t of the logits; elsewhere −t / p, with p raised to the smallest
/// normal number.
/// </summary>
internal sealed record CrossEntropyLoss(Tensor Output, string? FusedWith) : Loss("CrossEntropy", Output, FusedWith)
{
    public override bool TakesLabels => true;

    public override string Formula => "−log y[label]";

    public override string FormulaOfTarget => "−Σ t · log y over the classes";

    public override void EmitOfLabels(KernelWriter writer) => Emit(writer, (first, position) =>
    {
        string truth = Classes.Cell(Output.Shape, first, "label");
        writer.Line($"int label = labels[{position}];");
        writer.Line($"{writer.Scalar} p = {Raised(writer, $"output[{truth}]")};");
        writer.Line(writer.Dialect.Subtract("loss", $"{writer.Elementary}.Log(p)"));
        writer.Line($"{Classes.Loop(Output.Shape)} gradient[{Cell(first)}] = {(FusedWith == null ? "0" : $"scale * output[{Cell(first)}]")};");
        writer.Line(FusedWith == null ? $"gradient[{truth}] = -scale / p;" : $"gradient[{truth}] -= scale;");
    });

    public override void EmitOfTarget(KernelWriter writer) => Emit(writer, (first, _) =>
    {
        if (FusedWith != null) writer.Line($"{writer.Scalar} total = 0;");
        using (writer.Block(Classes.Loop(Output.Shape)))
        {
            writer.Line($"{writer.Scalar} t = target[{Cell(first)}], p = {Raised(writer, $"output[{Cell(first)}]")};");
            // What is impossible and did not happen costs nothing, though the logarithm of zero is infinite.
            writer.Line("if (t != 0) " + writer.Dialect.Subtract("loss", writer.Dialect.Rounded($"t * {writer.Elementary}.Log(p)")));
            writer.Line(FusedWith == null ? $"gradient[{Cell(first)}] = {writer.Dialect.Rounded("-scale * t")} / p;" : writer.Dialect.Add("total", "t"));
        }

        if (FusedWith != null)
        {
            writer.Line(
                $"{Classes.Loop(Output.Shape)} gradient[{Cell(first)}] = scale * " +
                $"{writer.Dialect.Factor($"{writer.Dialect.Rounded($"output[{Cell(first)}] * total")} - target[{Cell(first)}]")};");
        }
    });

    // Divided by zero the gradient would be infinite; a NaN stays one.
    private string Raised(KernelWriter writer, string p)
    {
        if (FusedWith != null) return p;
        string smallest = writer.Scalar == "float" ? "1.17549435E-38f" : "2.2250738585072014E-308";
        return $"{p} < {smallest} ? {smallest} : {p}";
    }

    private string Cell(Index first) => Classes.Cell(Output.Shape, first, "k");

    private void Emit(KernelWriter writer, Action<Index, Index> judge)
    {
        writer.Line($"{writer.Scalar} scale = {writer.PerSample("weight", Output.Shape.Positions)}, loss = 0;");
        Classes.EachPosition(writer, Output.Shape, judge);
        writer.Line();
        writer.Line("return scale * loss;");
    }
}

using System;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Losses;

internal sealed class SoftmaxCrossEntropyKind : LossKind
{
    public override string Name => "SoftmaxCrossEntropy";

    public override bool TakesLabels => true;

    public override Loss Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output) => new SoftmaxCrossEntropyLoss(output);

    public override void Hint(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output)
    {
        if (MakerOf(layers, output) is SoftmaxLayer softmax)
        {
            reader.Report(Rules.TakenTwice, null, Name, "softmax", softmax.Name, "Softmax out, or write CrossEntropy");
        }

        Classes.HintOne(reader, output.Shape);
    }
}

/// <summary>−log softmax(y) of the label: log Σ exp(y − max) − (y[label] − max); the gradient is softmax(y) · Σt − t.</summary>
internal sealed record SoftmaxCrossEntropyLoss(Tensor Output) : Loss("SoftmaxCrossEntropy", Output)
{
    public override bool TakesLabels => true;

    public override string Formula => "−log softmax(y)[label]";

    public override string FormulaOfTarget => "−Σ t · log softmax(y) over the classes";

    public override void EmitOfLabels(KernelWriter writer) => Emit(writer, (first, position) =>
    {
        string truth = Classes.Cell(Output.Shape, first, "label");
        writer.Line($"int label = labels[{position}];");
        writer.Line(writer.Dialect.Add("loss", writer.Dialect.Rounded($"log - {writer.Dialect.Factor($"output[{truth}] - largest")}")));
        writer.Line($"{Classes.Loop(Output.Shape)} gradient[{Cell(first)}] *= {writer.Dialect.Rounded("scale / sum")};");
        writer.Line($"gradient[{truth}] -= scale;");
    });

    public override void EmitOfTarget(KernelWriter writer) => Emit(writer, (first, _) =>
    {
        writer.Line($"{writer.Scalar} total = 0;");
        using (writer.Block(Classes.Loop(Output.Shape)))
        {
            writer.Line($"{writer.Scalar} t = target[{Cell(first)}];");
            writer.Line(writer.Dialect.Add("total", "t"));
            writer.Line(
                writer.Dialect.Add(
                    "loss", writer.Dialect.Rounded($"t * {writer.Dialect.Factor($"log - {writer.Dialect.Factor($"output[{Cell(first)}] - largest")}")}")));
        }

        string share = writer.Dialect.Rounded($"{writer.Dialect.Rounded($"gradient[{Cell(first)}] / sum")} * total");
        writer.Line($"{Classes.Loop(Output.Shape)} gradient[{Cell(first)}] = scale * {writer.Dialect.Factor($"{share} - target[{Cell(first)}]")};");
    });

    private string Cell(Index first) => Classes.Cell(Output.Shape, first, "k");

    private void Emit(KernelWriter writer, Action<Index, Index> judge)
    {
        Shape shape = Output.Shape;
        writer.Line($"{writer.Scalar} scale = {writer.PerSample("weight", shape.Positions)}, loss = 0;");
        Classes.EachPosition(writer, shape, (first, position) =>
        {
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
            judge(first, position);
        });
        writer.Line();
        writer.Line("return scale * loss;");
    }
}

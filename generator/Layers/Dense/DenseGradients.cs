using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>The gradient of a dense layer's input: the rows of weights, each times its unit's gradient.</summary>
internal sealed record DenseInputGradient(Scalar Scalar, int Batch, DenseShape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.In("weights"), Port.Out("inputGradient"));

    public override string Name => $"Dense{Text.Number(Shape.Inputs)}To{Text.Number(Shape.Units)}InputGradient";

    public override string Title => Shape.InputGradientTitle();

    public override string Form => Shape.InputGradientForm;

    public override string Tile => Text.Plural(DenseColumns.InputsOf(Shape), "input");

    public override long Macs => Shape.Macs;

    public override void Emit(KernelWriter writer) => writer.Nest(new[] { writer.Samples }, at =>
        writer.Tiles("i", "input", Shape.Inputs, DenseColumns.InputsOf(Shape), (first, inputs) =>
        {
            writer.Declare(DenseColumns.Sums(inputs).Select(sum => (sum, "0")));
            writer.Nest(new[] { new Loop("unit", Shape.Units) }, inner =>
            {
                writer.Line($"{writer.Scalar} g = outputGradient[{(at[0] * Shape.Units) + inner[0]}];");
                Func<int, string> w = writer.Window("w", "weights", (inner[0] * Shape.Inputs) + first, inputs);
                DenseColumns.Lines(writer, inputs, i => $"sum{Text.Number(i)} += g * {w(i)}");
            });
            if (Shape.Units > 1) writer.Line();
            Func<int, string> d = writer.Window("d", "inputGradient", (at[0] * Shape.Inputs) + first, inputs, isWritten: true);
            DenseColumns.Lines(writer, inputs, i => $"{d(i)} = sum{Text.Number(i)}");
        }));
}

/// <summary>The gradient of a dense layer's weights: each unit's gradient times the inputs, over all samples.</summary>
internal sealed record DenseWeightGradient(Scalar Scalar, int Batch, DenseShape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("outputGradient"), Port.InOut("weightGradient"));

    public override string Name => $"Dense{Text.Number(Shape.Inputs)}To{Text.Number(Shape.Units)}WeightGradient";

    public override string Title => Shape.WeightGradientTitle();

    public override string Form => Shape.WeightGradientForm;

    public override string Tile => Text.Plural(DenseColumns.InputsOf(Shape), "input");

    public override long Macs => Shape.Macs;

    public override void Emit(KernelWriter writer) => writer.Nest(new[] { new Loop("unit", Shape.Units) }, outer =>
        writer.Tiles("i", "input", Shape.Inputs, DenseColumns.InputsOf(Shape), (first, inputs) =>
        {
            Index unit = outer[0];
            if (Batch > 1) writer.Declare(DenseColumns.Sums(inputs).Select(sum => (sum, "0")));
            writer.Nest(new[] { writer.Samples }, at =>
            {
                writer.Line($"{writer.Scalar} g = outputGradient[{(at[0] * Shape.Units) + unit}];");
                Func<int, string> x = writer.Window("x", "input", (at[0] * Shape.Inputs) + first, inputs);
                if (Batch > 1) DenseColumns.Lines(writer, inputs, i => $"sum{Text.Number(i)} += g * {x(i)}");
                else AddToGradient(i => $"g * {x(i)}");
            });
            if (Batch > 1) writer.Line();
            if (Batch > 1) AddToGradient(i => "sum" + Text.Number(i));

            void AddToGradient(Func<int, string> value)
            {
                Func<int, string> w = writer.Window("w", "weightGradient", (unit * Shape.Inputs) + first, inputs, isWritten: true);
                DenseColumns.Lines(writer, inputs, i => $"{w(i)} += {value(i)}");
            }
        }));
}

/// <summary>The inputs that a dense layer's gradients compute together.</summary>
internal static class DenseColumns
{
    /// <summary>Eight sums stay in registers and do not wait for each other.</summary>
    public static int InputsOf(DenseShape shape) => Math.Min(8, shape.Inputs);

    public static IEnumerable<string> Sums(int count) => Enumerable.Range(0, count).Select(i => "sum" + Text.Number(i));

    /// <summary>A statement for each input, four to a line.</summary>
    public static void Lines(KernelWriter writer, int count, Func<int, string> statement)
    {
        for (int i = 0; i < count; i += 4) writer.Statements(Enumerable.Range(i, Math.Min(4, count - i)).Select(statement));
    }
}

using System;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>The forward pass of a dense layer: the inputs times each unit's row of weights, summed in sixteen lanes.</summary>
internal sealed record DenseForward(Scalar Scalar, int Batch, DenseShape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => Shape.HasBias
        ? EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.In("bias"), Port.Out("output"))
        : EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.Out("output"));

    public override string Name => $"Dense{Text.Number(Shape.Inputs)}To{Text.Number(Shape.Units)}Forward" + (Shape.HasBias ? "" : "NoBias");

    public override string Title => Shape.ForwardTitle();

    public override string Form => Shape.ForwardForm;

    public override long Macs => Shape.Macs;

    public override void Emit(KernelWriter writer)
    {
        writer.Nest(new[] { writer.Samples, new Loop("unit", Shape.Units) }, at =>
        {
            Index input = at[0] * Shape.Inputs, row = at[1] * Shape.Inputs;
            int lanes = Math.Min(Sums.Lanes, Shape.Inputs);
            writer.Declare(Sums.LaneNames(lanes).Select(lane => (lane, "0")));
            writer.Tiles("i", "input", Shape.Inputs, lanes, (first, count) => AddTerms(writer, input + first, row + first, lanes - count, count));
            writer.Line();
            EmitFold(writer, lanes, $"output[{(at[0] * Shape.Units) + at[1]}]", Shape.HasBias ? $"bias[{at[1]}]" : null);
        });
    }

    private static void AddTerms(KernelWriter writer, Index input, Index weight, int firstLane, int count)
    {
        Func<int, string> x = writer.Window("x", "input", input, count), w = writer.Window("w", "weights", weight, count);
        for (int i = 0; i < count; i += 4)
        {
            writer.Statements(Enumerable.Range(i, Math.Min(4, count - i)).Select(term => $"lane{Text.Number(firstLane + term)} += {x(term)} * {w(term)}"));
        }
    }

    private static void EmitFold(KernelWriter writer, int lanes, string output, string? bias)
    {
        string[] names = Sums.LaneNames(lanes).ToArray();
        string[] quarters = Enumerable.Range(0, 4).Select(quarter => Sums.Quarter(names, quarter)).Where(quarter => quarter != null).Select(quarter => quarter!).ToArray();
        string sum;
        if (quarters.Length == 1)
        {
            sum = quarters[0];
        }
        else
        {
            for (int i = 0; i < quarters.Length; i++) writer.Line($"{writer.Scalar} quarter{Text.Number(i)} = {Sums.Bare(quarters[i])};");
            sum = quarters.Length switch
            {
                2 => "(quarter0 + quarter1)",
                3 => "((quarter0 + quarter1) + quarter2)",
                _ => "((quarter0 + quarter1) + (quarter2 + quarter3))",
            };
        }

        writer.Line($"{output} = {(bias == null ? Sums.Bare(sum) : $"{sum} + {bias}")};");
    }
}

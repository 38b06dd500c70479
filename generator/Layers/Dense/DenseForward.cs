using System;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>
/// The forward pass of a dense layer: each row of weights times the inputs, in sixteen lanes whatever the width of a vector, and the
/// lanes of several rows folded together. Rows are read once, in memory order.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Shape">The layer.</param>
/// <param name="Activation">What becomes of a sum; null for nothing.</param>
/// <param name="HasRoom">Whether its input has room for a whole batch, however many samples a call has.</param>
internal sealed record DenseForward(Scalar Scalar, int Batch, DenseShape Shape, Activation? Activation, bool HasRoom) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => Shape.HasBias
        ? EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.In("bias"), Port.Out("output"))
        : EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.Out("output"));

    public override string Name =>
        $"Dense{Text.Number(Shape.Inputs)}To{Text.Number(Shape.Units)}Forward{(Shape.HasBias ? "" : "NoBias")}{Activation?.Name}{(HasRoom ? "" : "OfCaller")}";

    public override string Title => Shape.ForwardTitle() + new Epilogue(Activation: Activation).Describe;

    public override string Form => Shape.ForwardForm;

    public override string Tile => "a row of weights";

    public override long Macs => Shape.Macs;

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string? TileIn(Dialect dialect) => !dialect.IsVector ? null : new DenseTile(Shape, Batch, dialect).Describe();

    public override void Emit(KernelWriter writer)
    {
        if (writer.Dialect.IsVector) new DenseRows(this, writer).Emit();
        else EmitScalars(writer);
    }

    private void EmitScalars(KernelWriter writer)
    {
        if (Shape.Inputs > 1) writer.Comment("lanes: the order in which vectors of every width add the terms too");
        writer.Nest(new[] { writer.Samples, new Loop("unit", Shape.Units) }, at =>
        {
            Index input = at[0] * Shape.Inputs, row = at[1] * Shape.Inputs;
            int lanes = Math.Min(Sums.Lanes, Shape.Inputs);
            writer.Declare(Sums.LaneNames(lanes).Select(lane => (lane, "0")));
            writer.Tiles("i", "input", Shape.Inputs, lanes, (first, count) => AddTerms(writer, input + first, row + first, lanes - count, count));
            writer.Line();
            string sum = EmitFold(writer, lanes);
            string total = Shape.HasBias ? writer.Dialect.Rounded($"{sum} + bias[{at[1]}]") : Sums.Bare(sum);
            string output = $"output[{(at[0] * Shape.Units) + at[1]}]";
            if (Activation == null)
            {
                writer.Line($"{output} = {total};");
                return;
            }

            writer.Line($"{writer.Scalar} y = {total};");
            writer.Line($"{output} = {Activation.Of(writer, "y")};");
        });
    }

    private static void AddTerms(KernelWriter writer, Index input, Index weight, int firstLane, int count)
    {
        Func<Index, string> x = writer.Window("x", "input", input, count), w = writer.Window("w", "weights", weight, count);
        for (int i = 0; i < count; i += 4)
        {
            writer.Statements(
                Enumerable.Range(i, Math.Min(4, count - i))
                    .Select(term => writer.Dialect.Accumulate("lane" + Text.Number(firstLane + term), x(term), w(term))));
        }
    }

    private static string EmitFold(KernelWriter writer, int lanes)
    {
        string[] names = Sums.LaneNames(lanes).ToArray();
        string[] quarters = Enumerable.Range(0, 4)
            .Select(quarter => Sums.Quarter(names, quarter, writer.Dialect.Rounded))
            .Where(quarter => quarter != null)
            .Select(quarter => quarter!)
            .ToArray();
        if (quarters.Length == 1) return quarters[0];
        for (int i = 0; i < quarters.Length; i++) writer.Line($"{writer.Scalar} quarter{Text.Number(i)} = {Sums.Bare(quarters[i])};");
        Func<string, string> rounded = writer.Dialect.Rounded;
        string first = rounded("quarter0 + quarter1");
        return quarters.Length switch
        {
            2 => $"({first})",
            3 => $"({rounded($"({first}) + quarter2")})",
            _ => $"({rounded($"({first}) + ({rounded("quarter2 + quarter3")})")})",
        };
    }
}

using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>Several tensors in one place: all samples of the first, then of the second, and so on.</summary>
internal sealed record Gather(Scalar Scalar, int Batch, EquatableArray<Shape> Parts) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports =>
        Enumerable.Range(1, Parts.Count).Select(number => Port.In(Part(number))).Append(Port.Out("output")).ToEquatableArray();

    public override bool CountsSamples => false;

    public override string Name => "Gather" + string.Join("And", Parts.Select(part => Text.Number(part.Count)));

    public override string Title => string.Join(" and ", Parts);

    public override string Form => "copied, one behind the other";

    public override void Emit(KernelWriter writer)
    {
        writer.Line($"{Part(1)}.CopyTo(output);");
        for (int number = 2; number <= Parts.Count; number++)
        {
            writer.Line(
                $"{Part(number)}.CopyTo(output.Slice({string.Join(" + ", Enumerable.Range(1, number - 1).Select(before => Part(before) + ".Length"))}));");
        }
    }

    private static string Part(int number) => "part" + Text.Number(number);
}

/// <summary>The gradient of what no output is made of.</summary>
internal sealed record Zeros(Scalar Scalar, int Batch, Shape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.Out("gradient"));

    public override bool CountsSamples => false;

    public override string Name => $"Zeros{Text.Number(Shape.Count)}";

    public override string Title => $"{Shape}, of which no output is made";

    public override string Form => "zeros";

    public override void Emit(KernelWriter writer) => writer.Line("gradient.Clear();");
}

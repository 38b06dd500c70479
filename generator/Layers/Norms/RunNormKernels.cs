using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

/// <summary>(x − mean) / √(variance + ε) × weight + bias, mean and variance over a run of elements.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Run">The runs of a sample as channels of a single row.</param>
/// <param name="IsAffine">Whether there are weights and biases, one for each element.</param>
/// <param name="Epsilon">What is added to a variance.</param>
/// <param name="ServesBackward">Whether means and scales are kept for a backward pass.</param>
internal sealed record RunNormal(Scalar Scalar, Shape Run, bool IsAffine, double Epsilon, bool ServesBackward) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports
    {
        get
        {
            IEnumerable<Port> ports = new[] { Port.In("input") };
            if (IsAffine) ports = ports.Append(Port.In("weights")).Append(Port.In("biases"));
            if (ServesBackward) ports = ports.Append(Port.Out("means")).Append(Port.Out("inverses"));
            return ports.Append(Port.Out("output")).ToEquatableArray();
        }
    }

    public override bool IsPerSample => true;

    public override string Name => $"RunNormal{Run}{(IsAffine ? "" : "Plain")}{(ServesBackward ? "" : "Forward")}";

    public override string Title => RunText.Title(Run);

    public override string Form =>
        $"the mean, then the squares of the distances to it, sums in lanes; ((x − mean) × inverse){(IsAffine ? " × weight + bias" : "")}";

    public override bool HasText(Dialect dialect) => RunText.HasText(dialect, Run);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        ChannelText text = RunText.Of(writer, Run, IsAffine ? new[] { "input", "weights", "biases", "output" } : new[] { "input", "output" });
        text.DeclareSums("sum", "squares");
        text.EachChannel(() =>
        {
            text.Sum(new[] { "sum" }, (x, _, sum, term) => writer.Line(dialect.Add(sum("sum"), term(x("input")))));
            text.Declare("mean", v => text.Rounded($"{text.Name("sum", v)} / {Text.Number(Run.Positions)}"));
            NormText.EmitSquares(writer, text);
            text.Declare("variance", v => text.Rounded($"{text.Name("squares", v)} / {Text.Number(Run.Positions)}"));
            text.Declare("root", v => text.SquareRoot(text.Rounded($"{text.Name("variance", v)} + {text.Constant(Epsilon)}")));
            text.Declare("inverse", v => text.Rounded($"{text.Constant(1)} / {text.Name("root", v)}"));
            if (ServesBackward)
            {
                text.Store("means", v => text.Name("mean", v));
                text.Store("inverses", v => text.Name("inverse", v));
            }

            text.EachElement("output", (_, x, of) =>
            {
                string normal = dialect.Rounded($"{dialect.Factor($"{x("input")} - {of("mean")}")} * {of("inverse")}");
                return IsAffine ? dialect.MultiplyAdd(dialect.Fuses ? normal : $"({normal})", x("weights"), x("biases")) : normal;
            });
        });
    }
}

/// <summary>
/// The gradient of the input: inverse × ((g − mean of g) − (x − mean) × slope), where g is gradient × weight, and the slope what the products
/// g × (x − mean) leave.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Run">The runs of a sample as channels of a single row.</param>
/// <param name="IsAffine">Whether there are weights.</param>
internal sealed record RunInputGradient(Scalar Scalar, Shape Run, bool IsAffine) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports
    {
        get
        {
            IEnumerable<Port> ports = new[] { Port.In("outputGradient"), Port.In("input") };
            if (IsAffine) ports = ports.Append(Port.In("weights"));
            return ports.Concat(new[] { Port.In("means"), Port.In("inverses"), Port.Out("inputGradient") }).ToEquatableArray();
        }
    }

    public override bool IsPerSample => true;

    public override string Name => $"RunInputGradient{Run}{(IsAffine ? "" : "Plain")}";

    public override string Title => RunText.Title(Run);

    public override string Form => "sums in lanes; inverse × ((g − mean of g) − (x − mean) × slope)" + (IsAffine ? ", g = gradient × weight" : "");

    public override bool HasText(Dialect dialect) => RunText.HasText(dialect, Run);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        string[] ports = { "outputGradient", "input", "inputGradient" };
        ChannelText text = RunText.Of(writer, Run, IsAffine ? ports.Append("weights").ToArray() : ports);
        text.DeclareSums("sum", "products");
        text.EachChannel(() =>
        {
            text.Load("mean", "means");
            text.Sum(new[] { "sum", "products" }, (x, of, sum, term) =>
            {
                string gradient = text.Local("gradient");
                writer.Line($"{dialect.Type} {gradient} = {term(Weighted(x))};");
                writer.Line(dialect.Add(sum("sum"), gradient));
                writer.Line(dialect.Accumulate(sum("products"), gradient, term(NormText.Distance(dialect, x("input"), of("mean")))));
            });
            text.Load("inverse", "inverses");
            text.Declare("gradientMean", v => text.Rounded($"{text.Name("sum", v)} / {Text.Number(Run.Positions)}"));
            text.Declare("square", v => text.Rounded($"{text.Name("inverse", v)} * {text.Name("inverse", v)}"));

            // The sign is turned here, so that a multiply-add takes the product away.
            text.Declare(
                "slope",
                v => text.Rounded($"{text.Rounded($"{text.Name("products", v)} * {text.Name("square", v)}")} / -{Text.Number(Run.Positions)}"));
            text.EachElement("inputGradient", (_, x, of) =>
            {
                string rest = dialect.Rounded($"{Weighted(x)} - {of("gradientMean")}"), distance = NormText.Distance(dialect, x("input"), of("mean"));
                return dialect.Rounded($"{of("inverse")} * ({dialect.MultiplyAdd(distance, of("slope"), rest)})");
            });
        });

        string Weighted(System.Func<string, string> x) => IsAffine ? dialect.Rounded($"{x("outputGradient")} * {x("weights")}") : x("outputGradient");
    }
}

/// <summary>The gradients of weights and biases that each belong to one element: sums over the samples.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Run">The runs of a sample as channels of a single row.</param>
/// <param name="OfWeight">Whether weights are trained.</param>
/// <param name="OfBias">Whether biases are trained.</param>
internal sealed record RunParameterGradients(Scalar Scalar, int Batch, Shape Run, bool OfWeight, bool OfBias) : Kernel(Scalar, Batch)
{
    private const int Vectors = 4;

    public override EquatableArray<Port> Ports
    {
        get
        {
            IEnumerable<Port> ports = new[] { Port.In("outputGradient") };
            if (OfWeight) ports = ports.Concat(new[] { Port.In("input"), Port.In("means"), Port.In("inverses"), Port.InOut("weightGradient") });
            if (OfBias) ports = ports.Append(Port.InOut("biasGradient"));
            return ports.ToEquatableArray();
        }
    }

    public override string Name => $"RunParameterGradients{Run}{(OfWeight ? "Weight" : "")}{(OfBias ? "Bias" : "")}";

    public override string Title => RunText.Title(Run);

    public override string Form => "sequential: sample" + (OfWeight ? "; gradient × ((x − mean) × inverse)" : "");

    public override bool HasText(Dialect dialect) => RunText.HasText(dialect, Run);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        int length = Run.Positions;
        writer.Nest(new[] { new Loop("group", Run.Channels) }, group =>
            writer.Tiles("element", "element", length, dialect.IsVector ? Vectors * dialect.Lanes : 1, (first, count) =>
            {
                int vectors = (count + dialect.Lanes - 1) / dialect.Lanes;
                Index start = (group[0] * length) + first;
                foreach (string sum in Sums) for (int v = 0; v < vectors; v++) writer.Line($"{dialect.Type} {Named(sum, v)} = {dialect.Zero};");
                writer.Nest(new[] { writer.Samples }, sample =>
                {
                    Index at = (sample[0] * Run.Count) + start, number = (sample[0] * Run.Channels) + group[0];
                    Pointer gradients = writer.Point("g", "outputGradient", at, count), inputs = gradients;
                    if (OfWeight)
                    {
                        inputs = writer.Point("x", "input", at, count);
                        writer.Line($"{dialect.Type} mean = {dialect.Broadcast(writer.Argument("means").At(number))};");
                        writer.Line($"{dialect.Type} inverse = {dialect.Broadcast(writer.Argument("inverses").At(number))};");
                    }

                    for (int v = 0; v < vectors; v++)
                    {
                        string gradient = gradients.Load(v * dialect.Lanes);
                        if (OfWeight)
                        {
                            string normal = dialect.Rounded($"{dialect.Factor($"{inputs.Load(v * dialect.Lanes)} - mean")} * inverse");
                            writer.Line(dialect.Accumulate(Named("weightSum", v), gradient, dialect.Fuses ? normal : $"({normal})"));
                        }

                        if (OfBias) writer.Line(dialect.Add(Named("biasSum", v), gradient));
                    }
                });
                foreach (string sum in Sums)
                {
                    Pointer total = writer.Point(sum + "s", sum == "weightSum" ? "weightGradient" : "biasGradient", start, count, isWritten: true);
                    for (int v = 0; v < vectors; v++)
                    {
                        writer.Line($"{Named(sum, v)} = {dialect.Rounded($"{total.Load(v * dialect.Lanes)} + {Named(sum, v)}")};");
                    }

                    writer.StoreFirst(Enumerable.Range(0, vectors).Select(v => Named(sum, v)).ToList(), total, count);
                }

                string Named(string sum, int v) => vectors == 1 ? sum : sum + Text.Number(v);
            }));
    }

    private IEnumerable<string> Sums => (OfWeight ? new[] { "weightSum" } : new string[0]).Concat(OfBias ? new[] { "biasSum" } : new string[0]);
}

/// <summary>What the kernels of norms over runs write alike.</summary>
internal static class RunText
{
    public static ChannelText Of(KernelWriter writer, Shape run, params string[] ports) =>
        new(writer, writer.Dialect.Registers / 6, ports.Select(port => (port, Layout.Plain(run))).ToArray());

    public static bool HasText(Dialect dialect, Shape run) => ChannelText.HasText(dialect, Layout.Plain(run));

    /// <summary>Runs of a sample, as a sentence begins.</summary>
    public static string Title(Shape run) => run.Channels == 1 ? Text.Plural(run.Positions, "element") : $"{run}, group by group";
}

using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

/// <summary>(x − mean) × scale + bias, each a number of the channel, and behind it the sum with another tensor and an activation.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Source">How the input lies.</param>
/// <param name="Target">How the output lies.</param>
/// <param name="HasBias">Whether there is a bias.</param>
/// <param name="Addend">How the other tensor lies; null for none.</param>
/// <param name="Activation">What becomes of it; null for nothing.</param>
internal sealed record ChannelNormal(Scalar Scalar, int Batch, Layout Source, Layout Target, bool HasBias, Layout? Addend = null, Activation? Activation = null)
    : Kernel(Scalar, Source.Shape.IsSpatial ? 1 : Batch)
{
    /// <summary>The numbers of all channels, where they are the same and known.</summary>
    public SameNormal? Same { get; init; }

    /// <summary>Whether a mean is subtracted first.</summary>
    public bool IsCentred { get; init; } = true;

    public override EquatableArray<Port> Ports
    {
        get
        {
            IEnumerable<string> numbers = Same != null ? Enumerable.Empty<string>()
                : (IsCentred ? new[] { "means", "scales" } : new[] { "scales" }).Concat(HasBias ? new[] { "biases" } : Enumerable.Empty<string>());
            if (Addend != null) numbers = numbers.Append("addends");
            return numbers.Prepend("input").Select(Port.In).Append(Port.Out("output")).ToEquatableArray();
        }
    }

    public override bool IsPerSample => Source.Shape.IsSpatial;

    public override bool IsCheap => true;

    public override string Name =>
        $"Channel{(IsCentred ? "Normal" : "Affine")}{Source.Shape}{Layout.NameSuffixOf(Source, Target)}{(HasBias ? "Bias" : "")}{Epilogue.NameSuffix}";

    public override string Title => $"{Source.Shape}, {(IsCentred ? "centred and " : "")}scaled{Epilogue.Describe}";

    public override string Form =>
        $"element by element: {(IsCentred ? "(x − mean)" : "x")} × scale{(HasBias ? " + bias" : "")}{(Addend == null ? "" : ", plus the other tensor")}";

    private Epilogue Epilogue => new(Addend, Activation);

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Addend == null ? new[] { Source, Target } : new[] { Source, Target, Addend });

    public override void Emit(KernelWriter writer)
    {
        (string, Layout)[] elements = { ("input", Source), ("output", Target) };
        var text = new ChannelText(writer, writer.Dialect.Registers / 4, Addend == null ? elements : elements.Append(("addends", Addend)).ToArray());
        text.EachChannel(() =>
        {
            if (Same is { } same)
            {
                if (IsCentred) text.Declare("mean", _ => text.Constant(same.Mean));
                text.Declare("scale", _ => text.Constant(same.Scale));
                if (HasBias) text.Declare("bias", _ => text.Constant(same.Bias));
            }
            else
            {
                if (IsCentred) text.Load("mean", "means");
                text.Load("scale", "scales");
                if (HasBias) text.Load("bias", "biases");
            }

            text.EachElement("output", (_, x, of) =>
            {
                Dialect dialect = writer.Dialect;
                string normal = HasBias
                    ? dialect.MultiplyAdd(IsCentred ? NormText.Distance(dialect, x("input"), of("mean")) : x("input"), of("scale"), of("bias"))
                    : dialect.Rounded($"{dialect.Factor($"{x("input")} - {of("mean")}")} * {of("scale")}");
                return Addend == null ? normal : dialect.Rounded($"{normal} + {x("addends")}");
            }, Activation);
        });
    }
}

/// <summary>What every channel has alike.</summary>
internal sealed record SameNormal(double Mean, double Scale, double Bias = 0);

/// <summary>The gradient of each element times a number of the channel.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Output">How the output's gradient lies.</param>
/// <param name="Input">How the input's gradient lies.</param>
internal sealed record ChannelScale(Scalar Scalar, int Batch, Layout Output, Layout Input) : Kernel(Scalar, Output.Shape.IsSpatial ? 1 : Batch)
{
    /// <summary>The number of all channels, where it is the same and known.</summary>
    public double? Same { get; init; }

    public override EquatableArray<Port> Ports => Same != null
        ? EquatableArray.Of(Port.In("outputGradient"), Port.Out("inputGradient"))
        : EquatableArray.Of(Port.In("outputGradient"), Port.In("scales"), Port.Out("inputGradient"));

    public override bool IsPerSample => Output.Shape.IsSpatial;

    public override string Name => $"ChannelScale{Output.Shape}{Layout.NameSuffixOf(Output, Input)}";

    public override string Title => Output.Shape.ToString();

    public override string Form => "element by element: gradient × scale";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Output, Input);

    public override void Emit(KernelWriter writer)
    {
        var text = new ChannelText(writer, writer.Dialect.Registers / 2, ("outputGradient", Output), ("inputGradient", Input));
        text.EachChannel(() =>
        {
            if (Same is { } same) text.Declare("scale", _ => text.Constant(same));
            else text.Load("scale", "scales");
            text.EachElement("inputGradient", (_, g, of) => writer.Dialect.Rounded($"{g("outputGradient")} * {of("scale")}"));
        });
    }
}

using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Winograd;

/// <summary>The gradient of a convolution's input by Winograd's algorithm: the turned kernels on the output's gradient.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Forward">The convolution whose input it is.</param>
/// <param name="Source">How the output's gradient lies, channels last, in a border of zeros that covers the last tiles.</param>
/// <param name="Target">How the input's gradient lies, channels last.</param>
/// <param name="Outputs">Outputs of a tile along an axis: 2 or 4.</param>
/// <param name="Block">Channels that lie together in the packed weights.</param>
internal sealed record WinogradInputGradient(Scalar Scalar, ConvShape Forward, Layout Source, Layout Target, int Outputs, int Block)
    : ConvWinograd(Scalar, Forward.Turned, Source, Target, Places.In(Target), Epilogue.None, Outputs, Block)
{
    public override string From => "outputGradient";

    public override string To => "inputGradient";

    public override string Name => $"ConvWinograd{Text.Number(Outputs)}InputGradient{Forward.NameSuffix}{Layout.NameSuffixOf(Source, Target)}";

    public override string Title => Forward.InputGradientTitle() + ", turned";

    public override string Form => $"Winograd F({Text.Number(Outputs)}×{Text.Number(Outputs)}, 3×3), each frequency sequential: filter";
}

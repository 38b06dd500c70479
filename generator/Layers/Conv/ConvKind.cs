using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

internal sealed class ConvKind : LayerKind
{
    public override string Name => "Conv";

    public override Layer? Read(LayerReader reader)
    {
        int filters = reader.AtLeast(1, "filters");
        int groups = reader.AtLeast(1, "Groups", 1);
        bool hasBias = reader.Bool("Bias", true), isUntied = reader.Bool("UntiedBias");
        if (isUntied && !hasBias) reader.Report(Rules.BiasConflict, "UntiedBias", reader.Name);
        if (!reader.NeedsSpatialInput()) return null;

        Shape input = reader.Input.Shape;
        Window? window = WindowReader.Read(reader, "kernel", "kernel", "kernelHeight", "kernelWidth", stridesItself: false);
        if (!reader.IsSound || window == null) return null;
        if (input.Channels % groups != 0 || filters % groups != 0)
        {
            bool channels = input.Channels % groups != 0;
            reader.Report(Rules.GroupsDoNotDivide, "Groups", reader.Name, Text.Number(groups), channels ? "channels" : "filters", Text.Number(channels ? input.Channels : filters));
            return null;
        }

        ConvBias bias = !hasBias ? ConvBias.None : isUntied ? ConvBias.Untied : ConvBias.PerFilter;
        var shape = new ConvShape(input, filters, window, groups, bias);
        bool fits = reader.FitsArray(shape.Weights, perSample: false, "The weight of " + reader.Name)
            && (!window.IsPadded || reader.FitsArray(shape.Framed, perSample: true, "The padded input of " + reader.Name));
        return fits ? new ConvLayer(reader.Name, reader.Input, reader.Makes(shape.Output), shape) : null;
    }

    /// <summary>Elsewhere a third number is the stride; here it is the kernel's second side.</summary>
    public override void Hint(AnnotationReader reader, Layer layer)
    {
        int height = reader.Int("kernelHeight"), width = reader.Int("kernelWidth");
        bool isMeantSo = !reader.Has("kernelWidth") || width > 2 || width >= height || reader.Has("Stride") || reader.Has("StrideHeight") || reader.Has("StrideWidth");

        // On an input too narrow for the square kernel, the narrow one is what fits.
        if (isMeantSo || layer.Input.Shape.Width < height) return;
        reader.Report(Rules.LooksLikeStride, "kernelWidth", Text.Number(reader.Int("filters")), Text.Number(height), Text.Number(width));
    }
}

using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Layers;

/// <summary>Kernel, strides and padding along one or two axes.</summary>
internal sealed record Window(int[] Kernel, int[] Stride, int[] Dilation, int[] Before, int[] After)
{
    private static readonly string[] Axes = ["Height", "Width"];
    private static readonly string[][] Sides = [["Top", "Bottom"], ["Left", "Right"]];

    /// <summary>Whether the padding is the contract's <c>Same</c>, and no simpler text says so.</summary>
    public bool IsSame(int[] input)
    {
        if (Before.SequenceEqual(After)) return false;
        for (int i = 0; i < Kernel.Length; i++)
        {
            int outputs = (input[i] + Stride[i] - 1) / Stride[i];
            int total = System.Math.Max(0, (outputs - 1) * Stride[i] + Dilation[i] * (Kernel[i] - 1) + 1 - input[i]);
            if (Before[i] != total / 2 || After[i] != total - total / 2) return false;
        }

        return true;
    }

    /// <summary>The kernel as arguments.</summary>
    public IEnumerable<string> KernelArguments() => Kernel.Distinct().Count() == 1 ? [Literals.Of(Kernel[0])] : Kernel.Select(Literals.Of);

    /// <summary>An option along all axes, where it differs from its default.</summary>
    public static IEnumerable<string> Option(string name, int[] values, int[] defaults)
    {
        if (values.SequenceEqual(defaults)) return [];
        if (values.Distinct().Count() == 1) return [$"{name} = {values[0]}"];
        return values.Select((value, i) => (value, i)).Where(pair => pair.value != defaults[pair.i]).Select(pair => $"{name}{Axes[pair.i]} = {pair.value}");
    }

    public IEnumerable<string> Strides(int[] defaults) => Option("Stride", Stride, defaults);

    public IEnumerable<string> Dilations() => Option("Dilation", Dilation, Dilation.Select(_ => 1).ToArray());

    public IEnumerable<string> Padding() => SideOptions("Padding", Before, After);

    /// <summary>Numbers of each side, in the shortest of the contract's forms.</summary>
    public static IEnumerable<string> SideOptions(string prefix, int[] before, int[] after)
    {
        if (before.SequenceEqual(after) && prefix.Length > 0) return Option(prefix, before, before.Select(_ => 0).ToArray());
        List<string> options = [];
        for (int i = 0; i < before.Length; i++)
        {
            string[] sides = Sides[before.Length == 1 ? 1 : i];
            if (before[i] == after[i] && before.Length > 1)
            {
                if (before[i] != 0) options.Add($"{prefix}{Axes[i]} = {before[i]}");
                continue;
            }

            if (before[i] != 0) options.Add($"{prefix}{sides[0]} = {before[i]}");
            if (after[i] != 0) options.Add($"{prefix}{sides[1]} = {after[i]}");
        }

        return options;
    }
}

/// <summary>A convolution, transposed or not.</summary>
internal sealed class ConvLayer(bool transposed, Layer input, int[] shape, Window window, int groups, LayerTensor weight, LayerTensor? bias)
    : Layer(shape, input)
{
    public bool Transposed => transposed;

    public Window Window => window;

    public int Groups => groups;

    public LayerTensor Weight => weight;

    /// <summary>One number for each filter, or for each output element; null: none.</summary>
    public LayerTensor? Bias => bias;

    /// <summary>Of a transposed convolution.</summary>
    public int[] OutputPadding { get; init; } = [];

    public override string Kind => transposed ? "ConvTranspose" : "Conv";

    public override bool BeginsBlock => true;

    public override IEnumerable<string> Arguments
    {
        get
        {
            int[] ones = window.Kernel.Select(_ => 1).ToArray();
            IEnumerable<string> padding = !transposed && window.IsSame(Input.Shape[1..]) ? ["Same = true"] : window.Padding();
            IEnumerable<string> all =
                [Literals.Of(Shape[0]), .. window.KernelArguments(), .. window.Strides(ones), .. padding, .. window.Dilations()];
            if (transposed) all = all.Concat(Window.Option("OutputPadding", OutputPadding, ones.Select(_ => 0).ToArray()));
            if (groups > 1) all = all.Append($"Groups = {groups}");
            if (bias is null) all = all.Append("Bias = false");
            else if (bias.Shape.Length > 1) all = all.Append("UntiedBias = true");
            return all;
        }
    }

    public override IEnumerable<LayerTensor> Tensors => bias is null ? [weight] : [weight, bias];

    /// <summary>The same with other numbers.</summary>
    public ConvLayer With(LayerTensor weight, LayerTensor? bias) =>
        new(transposed, Input, Shape, window, groups, weight, bias) { OutputPadding = OutputPadding, Origin = Origin };

    /// <summary>The same, reading something else with another padding.</summary>
    public ConvLayer Reading(Layer input, Window window) => new(transposed, input, Shape, window, groups, weight, bias) { Origin = Origin };
}

/// <summary>MaxPool or AvgPool.</summary>
internal sealed class PoolLayer(string kind, Layer input, int[] shape, Window window, bool countPadding) : Layer(shape, input)
{
    public override string Kind => kind;

    public override IEnumerable<string> Arguments
    {
        get
        {
            IEnumerable<string> all = [.. window.KernelArguments(), .. window.Strides(window.Kernel), .. window.Padding()];
            bool padded = window.Before.Concat(window.After).Any(cells => cells > 0);
            return kind == "AvgPool" && padded && !countPadding ? all.Append("CountPadding = false") : all;
        }
    }
}

/// <summary>Rows and columns around, or taken off.</summary>
internal sealed class BorderLayer(string kind, Layer input, int[] shape, int[] before, int[] after, string mode = "Zero") : Layer(shape, input)
{
    public int[] Before => before;

    public int[] After => after;

    public string Mode => mode;

    public override string Kind => kind;

    public override IEnumerable<string> Arguments
    {
        get
        {
            IEnumerable<string> all = before.Concat(after).Distinct().Count() == 1
                ? [Literals.Of(before[0])]
                : Window.SideOptions(kind == "Pad" ? "Padding" : "", before, after);
            return mode == "Zero" ? all : all.Append($"Mode = PadMode.{mode}");
        }
    }
}

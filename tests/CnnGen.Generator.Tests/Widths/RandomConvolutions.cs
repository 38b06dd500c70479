using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>Valid networks of one or two convolutions with all that they may have around them.</summary>
internal sealed class RandomConvolutions(int seed)
{
    private static readonly int[] Sizes = [1, 2, 3, 4, 6, 8, 16, 17, 24, 33];

    private readonly Random random = new(seed);

    private int channels, height, width;

    public static TwinDeclaration[] Of(int seed, int count, string network = "")
    {
        RandomConvolutions declarations = new(seed);
        return Enumerable.Range(0, count).Select(_ => declarations.Next(network)).ToArray();
    }

    private TwinDeclaration Next(string network)
    {
        (channels, height, width) = (Pick(Sizes), Pick(1, 3, 5, 6, 8, 11), Pick(1, 4, 7, 8, 12, 16, 19, 34));
        string input = $"{channels}, {height}, {width}";
        List<string> layers = [];
        for (int left = Pick(1, 2); left > 0; left--)
        {
            layers.Add(Chance(0.4) ? SquareConv() : Conv());
            layers.Add(Pick("", "ReLU", "ReLU", "LeakyReLU(0.2)", "LeakyReLU(-0.5)", "Tanh"));
            layers.Add(Pool());
        }

        if (Chance(0.5)) layers.Add($"Dense({Pick(1, 4, 7, 10)}{Pick("", ", Bias = false")}){Pick("", ", ReLU", ", Softmax")}");
        return new TwinDeclaration(input, string.Join(", ", layers.Where(layer => layer.Length > 0)), Pick(1, 3, 5), network);
    }

    /// <summary>What Winograd's algorithm takes.</summary>
    private string SquareConv()
    {
        channels = Pick(2, 16, 16, 20, 32);
        return $"Conv({channels}, 3, Padding = 1{Pick("", "", ", Bias = false")})";
    }

    private string Conv()
    {
        bool isDepthwise = channels > 1 && Chance(0.3);
        int groups = isDepthwise ? channels : Chance(0.3) ? Pick(Enumerable.Range(1, channels).Where(divisor => channels % divisor == 0).ToArray()) : 1;
        channels = isDepthwise ? channels : groups * Pick(Sizes.Where(size => size * groups <= 48).ToArray());
        (int kernelHeight, string rows) = Axis("Height", ref height);
        (int kernelWidth, string columns) = Axis("Width", ref width);
        string bias = Pick("", "", ", Bias = false", ", UntiedBias = true");
        return $"Conv({channels}, {kernelHeight}, {kernelWidth}{(groups > 1 ? $", Groups = {groups}" : "")}{rows}{columns}{bias})";
    }

    /// <summary>The kernel's size and the other arguments of an axis, whose size becomes the output's.</summary>
    private (int Kernel, string Arguments) Axis(string name, ref int size)
    {
        int padding = Pick(0, 0, 1, 2), stride = Pick(1, 1, 2, 3), dilation = Pick(1, 1, 2);
        int kernel = Pick(Enumerable.Range(1, 5).Where(Fits(size + (2 * padding), dilation)).ToArray());
        size = ((size + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1;
        return (kernel, Named("Padding", padding, 0) + Named("Stride", stride, 1) + Named("Dilation", dilation, 1));

        string Named(string argument, int value, int usual) => value == usual ? "" : $", {argument}{name} = {value}";

        static Func<int, bool> Fits(int room, int dilation) => kernel => (dilation * (kernel - 1)) + 1 <= room;
    }

    private string Pool()
    {
        if (height < 3 || width < 3 || Chance(0.3)) return "";
        (int size, int stride, int padding, string arguments) = Pick(
            (2, 2, 0, "2"), (2, 2, 0, "2"), (3, 3, 0, "3"), (3, 1, 0, "3, Stride = 1"), (3, 2, 1, "3, Stride = 2, Padding = 1"));
        height = ((height + (2 * padding) - size) / stride) + 1;
        width = ((width + (2 * padding) - size) / stride) + 1;
        return $"{Pick("MaxPool", "MaxPool", "AvgPool")}({arguments})";
    }

    private bool Chance(double probability) => random.NextDouble() < probability;

    private TItem Pick<TItem>(params TItem[] choices) => choices[random.Next(choices.Length)];
}

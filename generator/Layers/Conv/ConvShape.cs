using System.Collections.Generic;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>All numbers of a convolution.</summary>
internal sealed record ConvShape(Shape Input, int Filters, Window Window, int Groups, ConvBias Bias) : ILinear
{
    public int Channels => Input.Channels;

    public int GroupChannels => Channels / Groups;

    public int GroupFilters => Filters / Groups;

    public Shape Output => Input.With(Filters, Window.OutputHeight(Input.Height), Window.OutputWidth(Input.Width));

    public Shape Weights =>
        Input.IsLine ? Shape.Of(Filters, GroupChannels, Window.Width) : Shape.Of(Filters, GroupChannels, Window.Height, Window.Width);

    /// <summary>The input with its padding.</summary>
    public Shape Framed => Input.With(Channels, Input.Height + Window.Top + Window.Bottom, Input.Width + Window.Left + Window.Right);

    /// <summary>The zeros around the input.</summary>
    public Border Padding => new(Window.Top, Window.Bottom, Window.Left, Window.Right);

    /// <summary>
    /// The gradient of the input as a convolution of the output's gradient, at stride 1 without groups: with the kernels turned by 180°, filters and
    /// channels exchanged.
    /// </summary>
    public ConvShape Turned => new(
        Output,
        Channels,
        Window with
        {
            Top = (int)Window.SpanHeight - 1 - Window.Top,
            Bottom = (int)Window.SpanHeight - 1 - Window.Bottom,
            Left = (int)Window.SpanWidth - 1 - Window.Left,
            Right = (int)Window.SpanWidth - 1 - Window.Right,
        },
        Groups: 1,
        ConvBias.None);

    public long Macs => (long)Weights.Count * Output.Positions;

    /// <summary>Whether any output reads any cell of the input, and not padding alone.</summary>
    public bool ReadsInput => Window.ReadsRows(Input.Height) && Window.ReadsColumns(Input.Width);

    public bool SumsInLanes => false;

    public string ForwardForm => "direct, sequential: bias, channel, kernel row, kernel column";

    public string InputGradientForm => "direct, sequential: output row, output column, filter";

    public string WeightGradientForm => "direct, sequential: sample, output row, output column";

    public string Details
    {
        get
        {
            string details = ", " + Window.Describe(Window.Cells == 1 ? "kernels (pointwise)" : "kernels");
            return Groups > 1 ? $"{details}, {Text.Number(Groups)} groups" : details;
        }
    }

    /// <summary>The shapes and details in a method's name.</summary>
    public string NameSuffix
    {
        get
        {
            string name = $"{Input}To{Output}".Replace("×", "x") + "Kernel" + Window.Size.Replace("×", "x");
            if (Window.StrideHeight * Window.StrideWidth > 1) name += "Stride" + Window.Axes(Window.StrideHeight, Window.StrideWidth, "x");
            if (Window.DilationHeight * Window.DilationWidth > 1) name += "Dilation" + Window.Axes(Window.DilationHeight, Window.DilationWidth, "x");
            return Groups > 1 ? name + $"Groups{Text.Number(Groups)}" : name;
        }
    }

    public IEnumerable<(int Output, int Input, int Weight)> Terms()
    {
        Shape output = Output;
        for (int o = 0; o < output.Count; o++)
        {
            int filter = o / output.Positions, row = o % output.Positions / output.Width, column = o % output.Width;
            for (int w = 0; w < Weights.Count / Filters; w++)
            {
                int channel = (filter / GroupFilters * GroupChannels) + (w / Window.Cells);
                int y = (row * Window.StrideHeight) - Window.Top + (w % Window.Cells / Window.Width * Window.DilationHeight);
                int x = (column * Window.StrideWidth) - Window.Left + (w % Window.Width * Window.DilationWidth);
                if (y < 0 || y >= Input.Height || x < 0 || x >= Input.Width) continue;
                yield return (o, (((channel * Input.Height) + y) * Input.Width) + x, (filter * (Weights.Count / Filters)) + w);
            }
        }
    }

    public int? BiasOf(int output) => Bias switch
    {
        ConvBias.None => null,
        ConvBias.PerFilter => output / Output.Positions,
        _ => output,
    };
}

internal enum ConvBias
{
    None,
    PerFilter,

    /// <summary>One for each output element.</summary>
    Untied,
}

internal static class ConvBiases
{
    public static IEnumerable<Setting> Options(this ConvBias bias) =>
        new[] { Setting.Told("bias", bias != ConvBias.None), Setting.Told("untiedBias", bias == ConvBias.Untied) };
}

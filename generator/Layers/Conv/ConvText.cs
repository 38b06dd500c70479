using System.Collections.Generic;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>What all forward texts of a convolution share.</summary>
internal static class ConvText
{
    public static EquatableArray<Port> Ports(ConvShape shape, Epilogue epilogue, string from = "input", string to = "output")
    {
        var ports = new List<Port> { Port.In(from), Port.In("weights") };
        if (shape.Bias != ConvBias.None) ports.Add(Port.In("bias"));
        if (epilogue.Addend != null) ports.Add(Port.In("addends"));
        ports.Add(Port.Out(to));
        if (epilogue.KeepsWinners) ports.Add(Port.Out("winners", Element.Index));
        return ports.ToEquatableArray();
    }

    public static string Name(string schedule, ConvShape shape, Layout source, Layout target, Epilogue epilogue) =>
        "Conv" + schedule + shape.NameSuffix + Layout.NameSuffixOf(source, target) + (shape.Bias == ConvBias.PerFilter ? "" : shape.Bias + "Bias")
            + epilogue.NameSuffix;

    public static string Title(ConvShape shape, Epilogue epilogue) => epilogue.Pool == null
        ? shape.ForwardTitle() + epilogue.Describe
        : $"{shape.Input} → {epilogue.Pool.Output}{shape.Details}{epilogue.Describe}";

    /// <summary>The input under a cell of the kernel, in a layout whose border covers the padding.</summary>
    public static Index InputAt(ConvShape shape, Layout layout, Index channel, Index row, Index kernelRow, Index column, Index kernelColumn) => layout.At(
        channel,
        (row * shape.Window.StrideHeight) + (kernelRow * shape.Window.DilationHeight) + -shape.Window.Top,
        (column * shape.Window.StrideWidth) + (kernelColumn * shape.Window.DilationWidth) + -shape.Window.Left);

    /// <summary>Multiply-adds that are really done: without the outputs that the pool drops.</summary>
    public static long Macs(ConvShape shape, Epilogue epilogue)
    {
        (int height, int width) = epilogue.Kept(shape.Output);
        return (long)shape.Weights.Count * height * width;
    }

    /// <summary>The rows and columns of outputs that are kept: all of them, or what the pool's windows cover.</summary>
    public static (int Height, int Width) Kept(this Epilogue epilogue, Shape output) => epilogue.Pool is { } pool
        ? (pool.Output.Height * pool.Window.Height, pool.Output.Width * pool.Window.Width)
        : (output.Height, output.Width);
}

using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Conv.Patches;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Depthwise;

/// <summary>
/// One sample's part of the gradient of a depthwise convolution's weights and biases, with channels in lanes: each gradient times the
/// inputs under the kernel, added to sums that go through all samples.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The convolution: as many groups as channels and filters.</param>
/// <param name="Input">How the framed input lies, channels last.</param>
/// <param name="Gradient">How the gradients of the outputs lie, channels last.</param>
internal sealed record DepthwiseWeightGradient(Scalar Scalar, ConvShape Shape, Layout Input, Layout Gradient) : Kernel(Scalar, 1)
{
    private PatchSums Sums => new(Shape, FiltersLast: true);

    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("outputGradient"), Port.InOut("sums"));

    public override bool IsPerSample => true;

    public override string Name =>
        "ConvDepthwise" + Shape.NameSuffix + "WeightGradient" + Input.NameSuffix + "And" + Gradient.NameSuffix + (Sums.HasBias ? "" : "NoBias");

    public override string Title => Shape.WeightGradientTitle();

    public override string Form => Shape.WeightGradientForm;

    public override long Macs => Shape.Macs;

    public override bool HasText(Dialect dialect) => dialect.IsFor(Shape.Channels) || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect)
    {
        (int rows, int columns) = TileOf(dialect);
        return $"{(dialect.IsVector ? "1 vector of channels" : "1 channel")} × {Text.Plural(rows, "kernel row")} × {Text.Plural(columns, "kernel column")}";
    }

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        (int tileRows, int tileColumns) = TileOf(dialect);
        Size channels = writer.Size("channels", Shape.Channels);
        Strides ofInput = writer.Strides("input", Input, channels, ConvText.InputAt(Shape, Input, 0, 0, 0, 0, 0).Constant);
        Size rowStep = writer.Size("inputRowStep", Shape.Window.StrideHeight * Input.RowStride);
        Size columnStep = writer.Size("inputColumnStep", Shape.Window.StrideWidth * Input.ColumnStride);
        Strides ofGradient = writer.Strides("outputGradient", Gradient, channels, Gradient.At(0, 0, 0).Constant);
        bool isWhole = tileRows == Shape.Window.Height && tileColumns == Shape.Window.Width;
        writer.Comment("sumR_C: row R, column C of the tile of the kernel" + (Sums.HasBias ? "; bias: the bias" : ""));
        writer.DeclareVectors(
            PatchText.Cells(tileRows, tileColumns)
                .Select(cell => PatchText.Sum(cell.Row, cell.Vector))
                .Concat(Sums.HasBias ? new[] { "bias", "g" } : new[] { "g" }));
        writer.Vectors("channel", channels, dialect.Lanes, (channel, _) =>
        {
            if (Sums.HasBias && !isWhole)
            {
                using (writer.Braces()) EmitTile(channel, 0, 0, 0, 0, withBias: true);
            }

            writer.Tiles("kernelRow", "kernel row", Shape.Window.Height, tileRows, (kernelRow, rows) =>
                writer.Tiles("kernelColumn", "kernel column", Shape.Window.Width, tileColumns, (kernelColumn, columns) =>
                    EmitTile(channel, kernelRow, rows, kernelColumn, columns, withBias: Sums.HasBias && isWhole)));
        }, hasRoom: true);

        // Some cells of the kernel, none if only the bias is wanted, at all positions.
        void EmitTile(Index channel, Index kernelRow, int rows, Index kernelColumn, int columns, bool withBias)
        {
            IReadOnlyList<(int Row, int Column)> cells = PatchText.Cells(rows, columns);
            Pointer b = withBias ? writer.Point("b", "sums", Sums.Bias(writer, channel), dialect.Lanes, isWritten: true) : writer.Argument("sums");
            Pointer s = cells.Count > 0
                ? writer.Point("s", "sums", Sums.At(writer, channel, kernelRow, kernelColumn, 0), At(rows - 1, columns - 1) + dialect.Lanes, isWritten: true)
                : b;
            if (withBias) writer.Line($"bias = {b.Load(0)};");
            writer.Statements(cells.Select(cell => $"{PatchText.Sum(cell.Row, cell.Column)} = {s.Load(At(cell.Row, cell.Column))}"));
            writer.Nest(new[] { writer.Size("rows", Shape.Output.Height).Loop("row"), writer.Size("columns", Shape.Output.Width).Loop("column") }, at =>
            {
                Pointer gradient = writer.Point("gradient", "outputGradient", ofGradient.At(channel, at[0], at[1]), dialect.Lanes);
                writer.Line($"g = {gradient.Load(0)};");
                if (withBias) writer.Line(dialect.Add("bias", "g"));
                if (cells.Count == 0) return;
                Index first = ofInput.At(channel, kernelRow * Shape.Window.DilationHeight, kernelColumn * Shape.Window.DilationWidth)
                    + (at[0] * rowStep) + (at[1] * columnStep);
                Pointer x = writer.Point("x", "input", first, Place(rows - 1, columns - 1) + 1);
                PatchText.Statements(writer, rows, columns, (r, c) => dialect.Accumulate(PatchText.Sum(r, c), "g", x.Load(Place(r, c))));
            });
            if (withBias) writer.Line(b.Store(0, "bias"));
            writer.Statements(cells.Select(cell => s.Store(At(cell.Row, cell.Column), PatchText.Sum(cell.Row, cell.Column))));
        }

        Index At(int row, int column) => Sums.At(writer, 0, row, column, 0);

        Index Place(int row, int column) =>
            ((Index)(row * Shape.Window.DilationHeight) * ofInput.Row) + ((Index)(column * Shape.Window.DilationWidth) * ofInput.Column);
    }

    /// <summary>The kernel's rows and columns whose sums are in registers together, in about equal shares.</summary>
    private (int Rows, int Columns) TileOf(Dialect dialect)
    {
        int most = dialect.Bits == 512 && !dialect.IsBrief ? 25 : 12, columns = Shares.Of(Shape.Window.Width, most);
        return (columns < Shape.Window.Width ? 1 : Shares.Of(Shape.Window.Height, Math.Max(1, most / columns)), columns);
    }
}

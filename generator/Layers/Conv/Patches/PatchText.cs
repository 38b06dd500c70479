using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>What the texts of a convolution's two gradients share: patches, in parts that fit the registers.</summary>
internal static class PatchText
{
    public static string Sum(int row, int vector) => $"sum{Text.Number(row)}_{Text.Number(vector)}";

    public static IReadOnlyList<(int Row, int Vector)> Cells(int rows, int vectors) =>
        Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, vectors).Select(vector => (row, vector))).ToList();

    /// <summary>Says what the last vector of a kernel row does, in a sum of weight gradients, where the row does not fill it.</summary>
    public static void DescribeRest(KernelWriter writer, PatchTile tile)
    {
        if (tile.Lanes > 1 && tile.Row.Run % tile.Lanes != 0)
        {
            writer.Comment("a kernel row's last vector reaches into what lies behind it; the sums have room for what comes of that, and nobody reads it");
        }
    }

    public static void Declare(KernelWriter writer, PatchTile tile)
    {
        writer.Comment($"sumR_V: kernel row R and {(tile.Lanes > 1 ? "vector" : "number")} V of the patch");
        writer.DeclareVectors(Cells(tile.Rows, tile.Pieces * tile.Vectors).Select(cell => Sum(cell.Row, cell.Vector)).Append("value"));
    }

    // So many parts of a kernel row are written one after the other; more are a loop.
    private const int MostUnrolled = 2;

    /// <summary>The parts of a patch: its first kernel row and how many, and the part of each row.</summary>
    public static void EachPart(KernelWriter writer, PatchTile tile, Action<Index, int, PatchPart> body) =>
        writer.Tiles("kernelColumn", "kernel column", tile.Row.Pieces, tile.Pieces, (piece, pieces) => EachPart(writer, tile, piece, pieces, body));

    private static void EachPart(KernelWriter writer, PatchTile tile, Index piece, int pieces, Action<Index, int, PatchPart> body)
    {
        int parts = (tile.RunVectors + tile.Vectors - 1) / tile.Vectors;
        int whole = tile.WholeVectors / tile.Vectors;
        int looped = whole > MostUnrolled ? whole : 0;
        int step = tile.Vectors * tile.Lanes;
        if (looped > 0) writer.Nest(new[] { new Loop("part", looped * step, step) }, at => Rows(new PatchPart(tile, piece, pieces, at[0], 0, tile.Vectors)));
        for (int part = looped; part < parts; part++)
        {
            int first = part * tile.Vectors;
            var one = new PatchPart(tile, piece, pieces, tile.OffsetOf(first), first, Math.Min(tile.Vectors, tile.RunVectors - first));
            if (parts == 1) Rows(one);
            else using (writer.Braces()) Rows(one);
        }

        void Rows(PatchPart part) => writer.Tiles("kernelRow", "kernel row", tile.Shape.Window.Height, tile.Rows, (row, rows) => body(row, rows, part));
    }

    /// <summary>Statements for the cells of a part, a kernel row in a line.</summary>
    public static void Statements(KernelWriter writer, int rows, int vectors, Func<int, int, string> statement)
    {
        for (int row = 0; row < rows; row++) writer.Statements(Enumerable.Range(0, vectors).Select(vector => statement(row, vector)));
    }
}

/// <summary>A part of a kernel row: some vectors of some of its pieces.</summary>
/// <param name="Tile">The tile that it is a part for.</param>
/// <param name="Piece">The first piece.</param>
/// <param name="Pieces">How many.</param>
/// <param name="First">Where in each piece it begins.</param>
/// <param name="FirstVector">Its first vector in a piece, or one that lies alike.</param>
/// <param name="PieceVectors">Vectors of each piece.</param>
internal sealed record PatchPart(PatchTile Tile, Index Piece, int Pieces, Index First, int FirstVector, int PieceVectors)
{
    /// <summary>All vectors.</summary>
    public int Vectors => Pieces * PieceVectors;

    /// <summary>Where it begins in a row whose pieces are so far apart.</summary>
    public Index At(int pieceStride) => (Piece * pieceStride) + First;

    /// <summary>From there to a vector.</summary>
    public int Offset(int vector, int pieceStride) => (vector / PieceVectors * pieceStride) + Tile.OffsetOf(InPiece(vector)) - Tile.OffsetOf(FirstVector);

    /// <summary>From there to the end of the last vector.</summary>
    public int Reach(int pieceStride) => Offset(Vectors - 1, pieceStride) + Tile.Lanes;

    /// <summary>The numbers of a vector that belong to its piece.</summary>
    public int CountOf(int vector) => Tile.CountOf(InPiece(vector));

    private int InPiece(int vector) => FirstVector + (vector % PieceVectors);
}

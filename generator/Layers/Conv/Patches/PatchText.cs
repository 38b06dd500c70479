using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>What the texts of a convolution's two gradients share: patches, in parts that fit the registers.</summary>
internal static class PatchText
{
    public static string Sum(int row, int vector) => $"sum{Text.Number(row)}_{Text.Number(vector)}";

    public static IReadOnlyList<(int Row, int Vector)> Cells(int rows, int vectors) =>
        Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, vectors).Select(vector => (row, vector))).ToList();

    public static void Declare(KernelWriter writer, PatchTile tile)
    {
        writer.Comment("sumR_V: row R and vector V of the patch");
        writer.DeclareVectors(Cells(tile.Rows, tile.Vectors).Select(cell => Sum(cell.Row, cell.Vector)).Append("value"));
    }

    // So many parts of a kernel row are written one after the other; more are a loop.
    private const int MostUnrolled = 2;

    /// <summary>The parts of a patch: its first kernel row and how many, and the part of each row.</summary>
    public static void EachPart(KernelWriter writer, PatchTile tile, Action<Index, int, PatchPart> body)
    {
        int parts = (tile.RunVectors + tile.Vectors - 1) / tile.Vectors, whole = tile.WholeVectors / tile.Vectors, looped = whole > MostUnrolled ? whole : 0, step = tile.Vectors * tile.Lanes;
        if (looped > 0) writer.Nest(new[] { new Loop("part", looped * step, step) }, at => Rows(new PatchPart(at[0], 0, tile.Vectors)));
        for (int part = looped; part < parts; part++)
        {
            int first = part * tile.Vectors;
            var one = new PatchPart(tile.OffsetOf(first), first, Math.Min(tile.Vectors, tile.RunVectors - first));
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

/// <summary>A part of a kernel row.</summary>
/// <param name="First">Where it begins in the row.</param>
/// <param name="FirstVector">Its first vector, or one that lies alike.</param>
/// <param name="Vectors">How many.</param>
internal sealed record PatchPart(Index First, int FirstVector, int Vectors);

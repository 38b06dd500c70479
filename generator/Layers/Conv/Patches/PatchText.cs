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

    /// <summary>The parts of a patch: the first kernel row and how many, the first vector and how many.</summary>
    public static void EachPart(KernelWriter writer, PatchTile tile, Action<Index, int, int, int> body)
    {
        int parts = (tile.RunVectors + tile.Vectors - 1) / tile.Vectors;
        for (int part = 0; part < parts; part++)
        {
            int first = part * tile.Vectors, vectors = Math.Min(tile.Vectors, tile.RunVectors - first);
            if (parts == 1) Rows();
            else using (writer.Braces()) Rows();

            void Rows() => writer.Tiles("kernelRow", "kernel row", tile.Shape.Window.Height, tile.Rows, (row, rows) => body(row, rows, first, vectors));
        }
    }

    /// <summary>Statements for the cells of a part, a kernel row in a line.</summary>
    public static void Statements(KernelWriter writer, int rows, int vectors, Func<int, int, string> statement)
    {
        for (int row = 0; row < rows; row++) writer.Statements(Enumerable.Range(0, vectors).Select(vector => statement(row, vector)));
    }
}

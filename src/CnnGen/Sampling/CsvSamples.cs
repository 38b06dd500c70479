using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Files;
using CnnGen.Sampling;

namespace CnnGen;

/// <summary>Samples of a table: a text file with a line for each sample and the same columns in all of them.</summary>
/// <remarks>
/// <code>
/// CsvSamples flowers = CsvSamples.Read("iris.csv", label: "species");
/// </code>
/// Columns are separated by commas, or by semicolons or tabs where the first line has these and no comma; a cell may be quoted, with "" for a quote in it.
/// Columns without names are called 0, 1, 2 and so on. Numbers have a decimal point, in whatever country, and are finite: what is missing is no number. They
/// are as they stand in the file: see <c>Normalize</c> for what networks like better.
/// </remarks>
public sealed class CsvSamples : ISampleSource<float>, ISampleSource<double>
{
    private readonly double[] inputs, targets;
    private readonly int[] labels;

    private CsvSamples(CsvTable table, int[] targetColumns, IReadOnlyList<string>? classes)
    {
        int[] inputColumns = Enumerable.Range(0, table.Columns.Count).Where(column => column != table.TextColumn && !targetColumns.Contains(column)).ToArray();
        if (inputColumns.Length == 0) throw new InvalidDataException("Every column is a label or a target; none is left as input.");
        Count = table.Count;
        InputColumns = Array.AsReadOnly(inputColumns.Select(column => table.Columns[column]).ToArray());
        inputs = table.Numbers(inputColumns);
        targets = table.Numbers(targetColumns);
        (labels, string[] names) = table.TextColumn == null ? (Array.Empty<int>(), Array.Empty<string>()) : ClassLabels.Of(table, classes);
        ClassNames = Array.AsReadOnly(names);
    }

    /// <summary>How many samples there are.</summary>
    public int Count { get; }

    /// <summary>The names of the columns that are inputs, in the file's order.</summary>
    public IReadOnlyList<string> InputColumns { get; }

    /// <summary>
    /// What the labels stand for: the different texts of the label's column, in ordinal order; where these are whole numbers from 0 on, they are the labels
    /// themselves, and the names the numbers up to the largest. Empty without labels.
    /// </summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether samples have labels.</summary>
    public bool HasLabels => labels.Length > 0;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="label">The column of class labels; null: none.</param>
    /// <param name="targets">The columns of numbers that the network is to give; null: none. All others are inputs.</param>
    /// <param name="classes">
    /// What the labels stand for: the <see cref="ClassNames"/> of the samples that the network was trained with, so that a file in which one of the classes
    /// does not occur has the same labels. Null: what the file has.
    /// </param>
    /// <param name="header">Whether the first line holds the columns' names; null: if no cell of it is a number.</param>
    /// <returns>The samples.</returns>
    /// <exception cref="ArgumentNullException">There is no path.</exception>
    /// <exception cref="ArgumentException">
    /// There is no column of that name, or one or a class is named twice; the message names those that there are.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// A line has more or fewer columns than the first, what should be a number is none, or a label none of the classes.
    /// </exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static CsvSamples Read(
        string path, string? label = null, IReadOnlyList<string>? targets = null, IReadOnlyList<string>? classes = null, bool? header = null)
    {
        if (path == null) throw new ArgumentNullException(nameof(path));
        string[] targetNames = targets?.ToArray() ?? Array.Empty<string>();
        string? twice = targetNames.Append(label).Where(name => name != null).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice != null) throw new ArgumentException($"The column '{twice}' is named twice.", nameof(targets));
        return NamedFile.Read(path, stream =>
        {
            CsvTable table = CsvTable.Read(stream, label, header);
            return new CsvSamples(table, targetNames.Select(name => CsvTable.IndexOf(table.Columns, name, nameof(targets))).ToArray(), classes);
        });
    }

    /// <summary>Writes a sample.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="variant">Not regarded: the sample is what it is.</param>
    /// <param name="inputs">The numbers of the columns that are neither label nor target.</param>
    /// <param name="targets">The numbers of the targets' columns, as they were named.</param>
    /// <param name="labels">The label, if there is one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">The network takes another number of inputs, targets or labels.</exception>
    public void CopyTo(int index, int variant, Span<double> inputs, Span<double> targets, Span<int> labels)
    {
        Sample.CheckIndex(index, Count);
        Sample.Copy(this.inputs, index, Count, inputs, nameof(inputs));
        Sample.Copy(this.targets, index, Count, targets, nameof(targets));
        Sample.Copy(this.labels, index, Count, labels, nameof(labels));
    }

    /// <inheritdoc cref="CopyTo(int, int, Span{double}, Span{double}, Span{int})"/>
    public void CopyTo(int index, int variant, Span<float> inputs, Span<float> targets, Span<int> labels)
    {
        Sample.CheckIndex(index, Count);
        Narrow(this.inputs, index, inputs, nameof(inputs));
        Narrow(this.targets, index, targets, nameof(targets));
        Sample.Copy(this.labels, index, Count, labels, nameof(labels));
    }

    private void Narrow(double[] all, int index, Span<float> destination, string name)
    {
        int each = all.Length / Count;
        Sample.CheckLength(each, destination.Length, name);
        for (int i = 0; i < each; i++) destination[i] = (float)all[(index * each) + i];
    }
}

using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace CnnGen;

/// <summary>How often each class was read as each other.</summary>
public sealed class ConfusionMatrix
{
    /// <summary>A matrix of more would take 64 MB and more.</summary>
    internal const int MostClasses = 4096;

    private readonly int[] counts;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="classCount">How many classes there are, 1 to 4,096.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or there are more.</exception>
    public ConfusionMatrix(int classCount)
    {
        if (classCount is < 1 or > MostClasses)
        {
            throw new ArgumentOutOfRangeException(nameof(classCount), classCount, $"There are 1 to {MostClasses} classes; {classCount} came.");
        }

        ClassCount = classCount;
        counts = new int[classCount * classCount];
    }

    /// <summary>How many classes there are.</summary>
    public int ClassCount { get; }

    /// <summary>How many samples were counted.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them were read as what they are.</summary>
    public int Correct { get; private set; }

    /// <summary>The share that was read as what it is; not a number where nothing was counted.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>How often one class was read as another, or as itself.</summary>
    /// <param name="label">What it is.</param>
    /// <param name="read">What it was read as.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int label, int read] => counts[IndexOf(label, read)];

    /// <summary>Counts a sample.</summary>
    /// <param name="label">What it is.</param>
    /// <param name="read">What it was read as.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public void Add(int label, int read)
    {
        counts[IndexOf(label, read)]++;
        Count++;
        if (label == read) Correct++;
    }

    /// <summary>Of what was read as a class, the share that is of it; not a number where nothing was.</summary>
    /// <param name="read">The class.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int read) => (double)this[read, read] / Enumerable.Range(0, ClassCount).Sum(label => this[label, read]);

    /// <summary>Of what is of a class, the share that was read as it; not a number where nothing is.</summary>
    /// <param name="label">The class.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int label) => (double)this[label, label] / Enumerable.Range(0, ClassCount).Sum(read => this[label, read]);

    /// <summary>A table: a row for what samples are, a column for what they were read as.</summary>
    /// <returns>Its lines.</returns>
    public override string ToString()
    {
        int width = Math.Max(counts.Max(), ClassCount - 1).ToString(CultureInfo.InvariantCulture).Length + 1;
        var text = new StringBuilder(new string(' ', width));
        for (int read = 0; read < ClassCount; read++) text.Append(Cell(read));
        for (int label = 0; label < ClassCount; label++)
        {
            text.Append('\n').Append(Cell(label));
            for (int read = 0; read < ClassCount; read++) text.Append(Cell(this[label, read]));
        }

        return text.ToString();

        string Cell(int number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(width);
    }

    private int IndexOf(int label, int read)
    {
        Check(label, nameof(label));
        Check(read, nameof(read));
        return (label * ClassCount) + read;

        void Check(int index, string name)
        {
            if ((uint)index >= (uint)ClassCount) throw new ArgumentOutOfRangeException(name, index, $"A class is 0 to {ClassCount - 1}; {index} came.");
        }
    }
}

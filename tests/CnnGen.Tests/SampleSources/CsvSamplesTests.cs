using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Tests.Behaviour;
using CnnGen.Tests.Files;
using Xunit;

namespace CnnGen.Tests.SampleSources;

/// <summary>Tables of text, right and wrong.</summary>
public sealed class CsvSamplesTests : FolderTests
{
    [Theory]
    [InlineData("width,kind,height\n1.5,cat,2\n-3e1,dog,0.25\n")]
    [InlineData("width;kind;height\r\n1.5;cat;2\r\n\r\n-3e1;dog;0.25")]
    [InlineData("width\tkind\theight\n 1.5 \t \"cat\" \t2\n-3e1\tdog\t\"0.25\"\n")]
    public void Columns_AreInputsAndALabel(string text)
    {
        CsvSamples samples = Read(text, "kind");
        Assert.Equal((2, true), (samples.Count, samples.HasLabels));
        Assert.Equal(["width", "height"], samples.InputColumns);
        Assert.Equal(["cat", "dog"], samples.ClassNames);
        (float[] inputs, _, int[] labels) = Sample(samples, 1, 2, 0, 1);
        Assert.Equal([-30, 0.25f], inputs);
        Assert.Equal([1], labels);
        double[] doubles = new double[2];
        samples.CopyTo(0, 0, doubles, [], labels);
        Assert.Equal([1.5, 2], doubles);
    }

    [Fact]
    public void Targets_AreColumnsInTheirOrder()
    {
        CsvSamples samples = Read("a,b,c\n1,2,3\n4,5,6\n", targets: ["c", "a"]);
        Assert.False(samples.HasLabels);
        (float[] inputs, float[] targets, _) = Sample(samples, 1, 1, 2, 0);
        Assert.Equal([5], inputs);
        Assert.Equal([6, 4], targets);
    }

    [Fact]
    public void WithoutNames_ColumnsAreNumbered()
    {
        CsvSamples samples = Read("7,0.5,0.25\n3,1,2\n", "0");
        Assert.Equal(["1", "2"], samples.InputColumns);
        Assert.Equal(8, samples.ClassNames.Count);   // whole numbers are the labels themselves
        Assert.Equal([7], Sample(samples, 0, 2, 0, 1).Labels);
    }

    [Fact]
    public void QuotedCells_HoldSeparatorsAndQuotes() => Assert.Equal(["a \"b\", c", "d"], Read("x,kind\n1,\"a \"\"b\"\", c\"\n2,d\n", "kind").ClassNames);

    [Theory]
    [InlineData("Line 3 has 1 cells, where the first has 2", "a,b\n1,2\n3\n")]
    [InlineData("Line 2, column b: expected a finite number such as 1.5, found 'x'", "a,b\n1,x\n")]
    [InlineData("Line 2, column b: expected a finite number such as 1.5, found ''", "a,b\n1,\n")]
    [InlineData("Line 2, column a: expected a finite number such as 1.5, found 'NaN'", "a,b\nNaN,1\n")]
    [InlineData("There is no sample", "a,b\n")]
    [InlineData("There is no sample", "")]
    [InlineData("no end", "a,b\n1,\"2\n")]
    [InlineData("stands behind the end", "a,b\n1,\"2\"3\n")]
    public void WrongFiles_AreNamedWithTheReason(string reason, string text)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Read(text));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Contains(Folder, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongColumns_NameThoseThatThereAre()
    {
        Assert.Contains("there are a, b", Assert.Throws<ArgumentException>(() => Read("a,b\n1,2\n", "c")).Message, StringComparison.Ordinal);
        Assert.Contains("'a' is named twice", Assert.Throws<ArgumentException>(() => Read("a,b\n1,2\n", "a", ["a"])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Read("a,b\n1,2\n", "a", ["b"]));
        Assert.Throws<FileNotFoundException>(() => CsvSamples.Read(At("nothing")));
        Data.AssertSays(Assert.Throws<ArgumentException>(() => Sample(Read("a,b\n1,2\n"), 0, 3, 0, 0)), 3, 2);
    }

    [Fact]
    public void KnownClasses_HaveTheirLabelsWhateverOccurs()
    {
        CsvSamples samples = Read("x,kind\n1,dog\n2,cat\n", "kind", classes: ["bird", "cat", "dog"]);
        Assert.Equal([2, 1], new[] { 0, 1 }.Select(index => Sample(samples, index, 1, 0, 1).Labels[0]));
        Assert.Equal(3, samples.ClassNames.Count);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Read("x,kind\n1,dog\n2,cow\n", "kind", classes: ["cat", "dog"]));
        Assert.Contains("Line 3: 'cow' is none of the classes cat, dog", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Read("x,kind\n1,dog\n", "kind", classes: ["dog", "dog"]));
    }

    // As pandas writes a column of whole numbers of which one was missing.
    [Fact]
    public void WholeNumbersWithAPoint_AreLabels()
    {
        CsvSamples samples = Read("x,kind\n1,10.0\n2,2.0\n", "kind");
        Assert.Equal([10, 2], new[] { 0, 1 }.Select(index => Sample(samples, index, 1, 0, 1).Labels[0]));
        Assert.Equal(11, samples.ClassNames.Count);
    }

    [Fact]
    public void Header_IsWhatOneSays()
    {
        Assert.Equal(["0", "1"], Read("label,0,1\n3,1,2\n", "label", header: true).InputColumns);
        Assert.Equal(["1"], Read("a,1\nb,2\n", "0", header: false).InputColumns);
        Assert.Equal(2, Read("a,1\nb,2\n", "0", header: false).Count);
    }

    private CsvSamples Read(
        string text, string? label = null, IReadOnlyList<string>? targets = null, IReadOnlyList<string>? classes = null, bool? header = null)
    {
        File.WriteAllText(At("table.csv"), text);
        return CsvSamples.Read(At("table.csv"), label, targets, classes, header);
    }

    private static (float[] Inputs, float[] Targets, int[] Labels) Sample(CsvSamples samples, int index, int inputs, int targets, int labels)
    {
        (float[] Inputs, float[] Targets, int[] Labels) sample = (new float[inputs], new float[targets], new int[labels]);
        samples.CopyTo(index, 0, sample.Inputs, sample.Targets, sample.Labels);
        return sample;
    }
}

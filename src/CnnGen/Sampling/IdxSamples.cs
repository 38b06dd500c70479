using System;
using System.Collections.Generic;
using System.IO;
using CnnGen.Files;
using CnnGen.Sampling;

namespace CnnGen;

/// <summary>Images and labels of two IDX files, as MNIST and those after its pattern come; gzipped or not.</summary>
/// <remarks>
/// <code>
/// IdxSamples training = IdxSamples.Read("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
/// </code>
/// Pixels stay bytes in memory, and become numbers from 0 to 1, a 255th each. The format is Y. LeCun's:
/// http://yann.lecun.com/exdb/mnist/
/// </remarks>
public sealed class IdxSamples : ISampleSource<float>, ISampleSource<double>
{
    private readonly byte[] pixels, labels;

    private IdxSamples(IdxFile images, IdxFile labels)
    {
        pixels = images.Data;
        this.labels = labels.Data;
        Shape = Array.AsReadOnly(images.Shape);
        Size = images.Data.Length / images.Count;
        Count = images.Count;
        foreach (byte label in this.labels) ClassCount = Math.Max(ClassCount, label + 1);
    }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>The shape of an image: rows, columns; with channels, or along a line, as the file has it.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The pixels of an image.</summary>
    public int Size { get; }

    /// <summary>The largest label and 1.</summary>
    public int ClassCount { get; }

    bool ISampleSource<float>.HasLabels => true;

    bool ISampleSource<double>.HasLabels => true;

    /// <summary>Reads two files.</summary>
    /// <param name="images">The images: unsigned bytes.</param>
    /// <param name="labels">A label for each of them: unsigned bytes.</param>
    /// <returns>The samples.</returns>
    /// <exception cref="ArgumentNullException">There is no path.</exception>
    /// <exception cref="InvalidDataException">A file is no IDX file, or they do not fit together; the message says how.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static IdxSamples Read(string images, string labels)
    {
        if (images == null) throw new ArgumentNullException(nameof(images));
        if (labels == null) throw new ArgumentNullException(nameof(labels));
        IdxFile imageFile = NamedFile.Read(images, IdxFile.Read), labelFile = NamedFile.Read(labels, IdxFile.Read);
        if (imageFile.Shape.Length == 0) throw new InvalidDataException($"{images}: these are single numbers, labels perhaps, and no images.");
        if (labelFile.Shape.Length > 0)
        {
            throw new InvalidDataException($"{labels}: items of {string.Join("×", labelFile.Shape)}, where each label is one number.");
        }

        return imageFile.Count == labelFile.Count
            ? new IdxSamples(imageFile, labelFile)
            : throw new InvalidDataException($"{labels}: {labelFile.Count} labels for the {imageFile.Count} images of {images}.");
    }

    /// <summary>The label of an image.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public int Label(int index)
    {
        Sample.CheckIndex(index, Count);
        return labels[index];
    }

    /// <summary>The pixels of an image, row-major, 0 to 255.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The pixels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> Pixels(int index)
    {
        Sample.CheckIndex(index, Count);
        return pixels.AsSpan(index * Size, Size);
    }

    /// <summary>Writes an image as numbers from 0 to 1, and its label.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="variant">Not regarded: the image is what it is.</param>
    /// <param name="inputs">The numbers.</param>
    /// <param name="targets">Empty: there are none.</param>
    /// <param name="labels">The label.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="ArgumentException">The network takes another number of inputs or labels.</exception>
    public void CopyTo(int index, int variant, Span<float> inputs, Span<float> targets, Span<int> labels)
    {
        ReadOnlySpan<byte> image = Image(index, inputs.Length, targets.Length, labels);
        for (int i = 0; i < image.Length; i++) inputs[i] = image[i] * (1 / 255f);
    }

    /// <inheritdoc cref="CopyTo(int, int, Span{float}, Span{float}, Span{int})"/>
    public void CopyTo(int index, int variant, Span<double> inputs, Span<double> targets, Span<int> labels)
    {
        ReadOnlySpan<byte> image = Image(index, inputs.Length, targets.Length, labels);
        for (int i = 0; i < image.Length; i++) inputs[i] = image[i] * (1 / 255.0);
    }

    private ReadOnlySpan<byte> Image(int index, int inputs, int targets, Span<int> label)
    {
        Sample.CheckLength(Size, inputs, nameof(inputs));
        Sample.CheckLength(0, targets, nameof(targets));
        Sample.CheckLength(1, label.Length, "labels");
        label[0] = Label(index);
        return Pixels(index);
    }
}

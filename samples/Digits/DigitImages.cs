using System;
using System.IO;
using System.Linq;
using CnnGen;

namespace Digits;

/// <summary>Images of MNIST, or of anything in files like it.</summary>
/// <remarks>In training each is moved by up to one pixel each way: the network then learns shapes rather than places.</remarks>
internal sealed class DigitImages(IdxSamples images) : ISampleSource<float>
{
    public const int Side = 28, Classes = 10;

    public int Count => images.Count;

    public bool HasLabels => true;

    public int Label(int index) => images.Label(index);

    public ReadOnlySpan<byte> Pixels(int index) => images.Pixels(index);

    /// <summary>Loads one of the two parts, train and t10k.</summary>
    public static DigitImages Load(string directory, string part)
    {
        IdxSamples images = IdxSamples.Read(Find($"{part}-images-idx3-ubyte"), Find($"{part}-labels-idx1-ubyte"));
        bool isFitting = images.Shape.SequenceEqual([Side, Side]) && images.ClassCount <= Classes;
        return isFitting
            ? new DigitImages(images)
            : throw new InvalidDataException(
                $"{directory}: {part} has images of {string.Join('×', images.Shape)} in {images.ClassCount} classes; expected {Side}×{Side} in {Classes}");

        string Find(string name)
        {
            string path = Path.Combine(directory, name);
            return File.Exists(path) ? path : path + ".gz";
        }
    }

    public void CopyTo(int index, int variant, Span<float> inputs, Span<float> targets, Span<int> labels)
    {
        int right = variant == 0 ? 0 : (variant % 3) - 1, down = variant == 0 ? 0 : (variant / 3 % 3) - 1;
        ReadOnlySpan<byte> image = Pixels(index);
        labels[0] = Label(index);
        inputs.Clear();
        for (int row = Math.Max(0, down); row < Side + Math.Min(0, down); row++)
        {
            for (int column = Math.Max(0, right); column < Side + Math.Min(0, right); column++)
            {
                inputs[(row * Side) + column] = image[((row - down) * Side) + column - right] * (1 / 255f);
            }
        }
    }
}

using System;

namespace Digits;

/// <summary>Labelled images of 28×28 bytes, 0 for paper and 255 for ink.</summary>
internal sealed class Dataset(byte[] pixels, byte[] labels)
{
    public const int Side = 28, ImageSize = Side * Side, Classes = 10;

    public int Count => labels.Length;

    public int Label(int index) => labels[index];

    public ReadOnlySpan<byte> Pixels(int index) => pixels.AsSpan(index * ImageSize, ImageSize);

    /// <summary>Writes an image as numbers from 0 to 1.</summary>
    public void CopyTo(Span<float> destination, int index) => CopyShiftedTo(destination, index, 0, 0);

    /// <summary>Writes an image as numbers from 0 to 1, moved right and down; paper fills what becomes free.</summary>
    public void CopyShiftedTo(Span<float> destination, int index, int right, int down)
    {
        ReadOnlySpan<byte> image = Pixels(index);
        destination = destination[..ImageSize];
        destination.Clear();
        int firstColumn = Math.Max(0, right), endColumn = Side + Math.Min(0, right);
        for (int row = Math.Max(0, down); row < Side + Math.Min(0, down); row++)
        {
            int target = row * Side;
            int source = ((row - down) * Side) - right;
            for (int column = firstColumn; column < endColumn; column++)
            {
                destination[target + column] = image[source + column] * (1 / 255f);
            }
        }
    }
}

using System;
using Digits;

namespace Playground.Drawing;

/// <summary>Makes of a drawing what MNIST made of its digits: it fits a box of twenty pixels, and its mass lies in the middle of the image.</summary>
internal static class Scan
{
    private const int Side = DigitImages.Side, Box = 20, Fine = 3;

    /// <summary>The drawing as an image; as it is where there is nothing on it.</summary>
    public static float[] Of(ReadOnlySpan<float> drawing)
    {
        (int left, int top, int right, int bottom) = (Side, Side, -1, -1);
        for (int i = 0; i < drawing.Length; i++)
        {
            if (drawing[i] <= 0.05f) continue;
            (left, right) = (Math.Min(left, i % Side), Math.Max(right, i % Side));
            (top, bottom) = (Math.Min(top, i / Side), Math.Max(bottom, i / Side));
        }

        if (right < 0) return drawing.ToArray();
        float pixel = Math.Max(right - left + 1, bottom - top + 1) / (float)Box;   // of the image, in those of the drawing
        (float x, float y) = Middle(drawing);
        var image = new float[Side * Side];
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = Mean(drawing, x + (((i % Side) - (Side / 2)) * pixel), y + (((i / Side) - (Side / 2)) * pixel), pixel);
        }

        return image;
    }

    /// <summary>The middle of the mass.</summary>
    private static (float X, float Y) Middle(ReadOnlySpan<float> drawing)
    {
        float mass = 0, x = 0, y = 0;
        for (int i = 0; i < drawing.Length; i++)
        {
            mass += drawing[i];
            x += drawing[i] * ((i % Side) + 0.5f);
            y += drawing[i] * ((i / Side) + 0.5f);
        }

        return (x / mass, y / mass);
    }

    /// <summary>The mean of a square of the drawing.</summary>
    private static float Mean(ReadOnlySpan<float> drawing, float left, float top, float size)
    {
        float sum = 0;
        for (int i = 0; i < Fine * Fine; i++)
        {
            sum += At(drawing, left + (((i % Fine) + 0.5f) * size / Fine) - 0.5f, top + (((i / Fine) + 0.5f) * size / Fine) - 0.5f);
        }

        return sum / (Fine * Fine);
    }

    /// <summary>Between the middles of four pixels.</summary>
    private static float At(ReadOnlySpan<float> drawing, float x, float y)
    {
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        float right = x - left, down = y - top;
        return ((1 - down) * (((1 - right) * Pixel(drawing, left, top)) + (right * Pixel(drawing, left + 1, top))))
            + (down * (((1 - right) * Pixel(drawing, left, top + 1)) + (right * Pixel(drawing, left + 1, top + 1))));
    }

    private static float Pixel(ReadOnlySpan<float> drawing, int x, int y) => x is >= 0 and < Side && y is >= 0 and < Side ? drawing[(y * Side) + x] : 0;
}

using System;
using Digits;

namespace Playground.Drawing;

/// <summary>The ink on the pad: 28×28 pixels from 0 to 1.</summary>
public sealed class Ink
{
    public const int Side = DigitImages.Side;

    private const float Radius = 0.9f, Blur = 0.9f;

    public float[] Pixels { get; } = new float[Side * Side];

    public bool IsEmpty => Array.TrueForAll(Pixels, pixel => pixel == 0);

    public void Clear() => Array.Clear(Pixels);

    /// <summary>Draws a line with a round pen, in pixels from the upper left corner.</summary>
    public void Line((float X, float Y) from, (float X, float Y) to)
    {
        float across = to.X - from.X, down = to.Y - from.Y, square = (across * across) + (down * down);
        for (int i = 0; i < Pixels.Length; i++)
        {
            float x = (i % Side) + 0.5f - from.X, y = (i / Side) + 0.5f - from.Y;
            float part = square == 0 ? 0 : Math.Clamp(((x * across) + (y * down)) / square, 0, 1);
            float distance = MathF.Sqrt(Square(x - (part * across)) + Square(y - (part * down)));
            Pixels[i] = Math.Max(Pixels[i], Math.Clamp((Radius + Blur - distance) / Blur, 0, 1));
        }

        static float Square(float number) => number * number;
    }
}

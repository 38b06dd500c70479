using CnnGen;

namespace MyNet._1;

/// <summary>Noisy pictures of one stroke each: from left to right, from top to bottom, or slanting.</summary>
public static class Strokes
{
    public const int Size = 8, Directions = 3;

    private const int Length = 5;

    /// <summary>Draws so many pictures, which follow from the seed.</summary>
    public static MemorySamples<float> Draw(int count, int seed)
    {
        var random = new Random(seed);
        float[] pictures = new float[count * Size * Size];
        int[] directions = new int[count];
        for (int i = 0; i < count; i++)
        {
            Span<float> picture = pictures.AsSpan(i * Size * Size, Size * Size);
            foreach (ref float pixel in picture) pixel = 0.4f * random.NextSingle();

            directions[i] = random.Next(Directions);
            (int right, int down) = directions[i] switch { 0 => (1, 0), 1 => (0, 1), _ => (1, 1) };
            int column = random.Next(Size - (right * (Length - 1))), row = random.Next(Size - (down * (Length - 1)));
            for (int step = 0; step < Length; step++)
            {
                picture[((row + (step * down)) * Size) + column + (step * right)] += 0.6f;
            }
        }

        return new MemorySamples<float>(pictures, directions);
    }
}

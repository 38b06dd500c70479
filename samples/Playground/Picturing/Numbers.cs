using System;
using System.Collections.Generic;
using System.Linq;

namespace Playground.Picturing;

/// <summary>Pictures of numbers: what is above zero in blue, what is below in red, the larger the stronger.</summary>
internal static class Numbers
{
    private const int FeaturesOfRow = 42, Gap = 1;
    private const float Faint = 0.7f;   // below 1: what is weak can be seen beside what is strong

    private static readonly (byte Red, byte Green, byte Blue) Above = (0x2f, 0x74, 0xe0), Below = (0xd9, 0x4a, 0x38);

    /// <summary>A tensor: its channels side by side, or its features in rows.</summary>
    public static Picture OfTensor(ReadOnlySpan<float> values, IReadOnlyList<int> shape)
    {
        if (shape.Count == 1 || shape.Skip(1).All(size => size == 1)) return OfFeatures(values);
        int channels = shape[0], height = shape.Count == 3 ? shape[1] : 1, width = shape[^1];
        return OfChannels(values, channels, height, width);
    }

    /// <summary>Channels of rows and columns, side by side, with a gap between them.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="channels">How many channels there are.</param>
    /// <param name="height">Rows of each.</param>
    /// <param name="width">Columns of each.</param>
    /// <param name="isEachScaled">Whether the strongest of each channel has the full colour, and not only that of all.</param>
    public static Picture OfChannels(ReadOnlySpan<float> values, int channels, int height, int width, bool isEachScaled = false)
    {
        int across = Across(channels, Math.Sqrt(3.0 * channels * (height + Gap) / (width + Gap)));   // about three times as wide as high
        int down = (channels + across - 1) / across, each = height * width;
        int wide = (across * (width + Gap)) - Gap, high = (down * (height + Gap)) - Gap;
        var pixels = new byte[4 * wide * high];
        float most = Largest(values);
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> own = values.Slice(channel * each, each);
            float scale = isEachScaled ? Largest(own) : most;
            int left = channel % across * (width + Gap), top = channel / across * (height + Gap);
            for (int i = 0; i < each; i++) Set(pixels, ((top + (i / width)) * wide) + left + (i % width), own[i], scale);
        }

        return Png.Of(pixels, wide, high);
    }

    /// <summary>A digit: ink, which the page's style shows in the colour of its text.</summary>
    public static Picture OfInk(ReadOnlySpan<float> ink, int side)
    {
        var pixels = new byte[4 * ink.Length];
        for (int i = 0; i < ink.Length; i++) pixels[(4 * i) + 3] = (byte)(255 * Math.Clamp(ink[i], 0, 1));
        return Png.Of(pixels, side, ink.Length / side);
    }

    /// <summary>How many stand side by side: about so many, in full rows where that can be.</summary>
    private static int Across(int channels, double wanted)
    {
        int across = Enumerable.Range(1, channels).Where(number => channels % number == 0).MinBy(number => Math.Abs(Math.Log(number / wanted)));
        return Math.Abs(Math.Log(across / wanted)) < Math.Log(2) ? across : Math.Clamp((int)Math.Ceiling(wanted), 1, channels);
    }

    private static Picture OfFeatures(ReadOnlySpan<float> values)
    {
        int side = (int)Math.Sqrt(values.Length);
        if (values.Length >= 400 && side * side == values.Length) return OfChannels(values, 1, side, side);
        int wide = Math.Min(values.Length, FeaturesOfRow), high = (values.Length + wide - 1) / wide;
        var pixels = new byte[4 * wide * high];
        float most = Largest(values);
        for (int i = 0; i < values.Length; i++) Set(pixels, i, values[i], most);
        return Png.Of(pixels, wide, high);
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));   // a NaN is no number, and Max keeps it
        return largest;
    }

    private static void Set(byte[] pixels, int place, float value, float most)
    {
        (byte red, byte green, byte blue) = value < 0 ? Below : Above;
        float strength = most > 0 ? MathF.Pow(Math.Abs(value) / most, Faint) : 0;
        (pixels[4 * place], pixels[(4 * place) + 1], pixels[(4 * place) + 2]) = (red, green, blue);
        pixels[(4 * place) + 3] = float.IsFinite(strength) ? (byte)(255 * strength) : (byte)0;
    }
}

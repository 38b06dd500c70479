using System;

namespace Keyboards;

/// <summary>The keys, and samples of a text that was typed on them.</summary>
internal static class Keys
{
    /// <summary>a to z, and the space.</summary>
    public const int Count = 27;

    /// <summary>As many keys are seen before the one that is guessed.</summary>
    public const int Before = 4;

    /// <summary>How many keys of a text can be guessed.</summary>
    public static int Samples(string text) => text.Length - Before;

    /// <summary>A sample of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sample">Its number.</param>
    /// <param name="input">Zeros, in which the keys that are seen become ones.</param>
    /// <returns>The key that comes next.</returns>
    public static int Sample(string text, int sample, Span<float> input)
    {
        input.Clear();
        for (int i = 0; i < Before; i++) input[(i * Count) + Number(text[sample + i])] = 1;
        return Number(text[sample + Before]);
    }

    private static int Number(char key) => key == ' ' ? Count - 1 : key - 'a';
}

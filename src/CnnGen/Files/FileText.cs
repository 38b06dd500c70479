using System.Linq;
using System.Text;

namespace CnnGen.Files;

/// <summary>Texts that go into a header or come from one.</summary>
internal static class FileText
{
    private const int MostShown = 200;

    /// <summary>Refuses what is no text, in both directions, where others would put a substitute.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A text of the file's, as much of it as a message holds.</summary>
    public static string Shown(string text)
    {
        if (text.Length <= MostShown) return Visible(text);
        int count = char.IsHighSurrogate(text[MostShown - 1]) ? MostShown - 1 : MostShown;
        return Visible(text.Substring(0, count)) + "…";
    }

    /// <summary>A text of the file's without what would command a terminal.</summary>
    public static string Visible(string text)
    {
        foreach (char character in text)
        {
            if (char.IsControl(character)) return string.Concat(text.Select(each => char.IsControl(each) ? ' ' : each));
        }

        return text;
    }

    /// <summary>Where the first half of a surrogate pair stands alone, which UTF-8 cannot hold; −1 where none does.</summary>
    public static int IndexOfHalfPair(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return i;
            i++;
        }

        return -1;
    }
}

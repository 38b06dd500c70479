using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace CnnGen.Files;

/// <summary>
/// Reads the header of a safetensors file: JSON, of which the format uses little, and no more than that is understood. What a lenient reader would
/// pass over (a key that comes twice, a number with a fraction, anything behind the end) is refused.
/// </summary>
internal sealed class HeaderParser
{
    private const string MetadataKey = "__metadata__", OwnPrefix = "cnngen.", TypeKey = "dtype", ShapeKey = "shape", RangeKey = "data_offsets";
    private const int MostAxes = 32, MostMetadata = 1000;

    private readonly string text;
    private readonly int mostTensors;
    private int at;

    private HeaderParser(string text, int mostTensors)
    {
        this.text = text;
        this.mostTensors = mostTensors;
    }

    /// <summary>The tensors of a header, in its order, and of its metadata what CnnGen has written.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (List<StoredTensor> Tensors, Dictionary<string, string> Metadata) Parse(byte[] header, int mostTensors)
    {
        string text;
        try
        {
            text = FileText.Utf8.GetString(header);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"The header is not UTF-8: {e.Message}", e);
        }

        return new HeaderParser(text, mostTensors).Parse();
    }

    private (List<StoredTensor> Tensors, Dictionary<string, string> Metadata) Parse()
    {
        var tensors = new List<StoredTensor>();
        var metadata = new Dictionary<string, string>();
        var names = new HashSet<string>();
        foreach (string name in Keys())
        {
            if (!names.Add(name)) throw Fault($"'{FileText.Shown(name)}' comes twice");
            if (name == MetadataKey)
            {
                metadata = Metadata();
            }
            else
            {
                if (tensors.Count == mostTensors) throw Fault($"more than {mostTensors} tensors, for a network of far fewer");
                tensors.Add(Tensor(name));
            }
        }

        SkipSpace();
        if (at < text.Length) throw Fault("expected nothing behind the last brace, found " + Found);
        return (tensors, metadata);
    }

    private Dictionary<string, string> Metadata()
    {
        var own = new Dictionary<string, string>();
        var keys = new HashSet<string>();
        foreach (string key in Keys())
        {
            if (!keys.Add(key)) throw Fault($"'{FileText.Shown(key)}' comes twice in the metadata");
            if (keys.Count > MostMetadata) throw Fault($"more than {MostMetadata} entries of metadata");
            string value = String();
            if (key.StartsWith(OwnPrefix, StringComparison.Ordinal)) own.Add(key, value);
        }

        return own;
    }

    private StoredTensor Tensor(string name)
    {
        string? type = null;
        List<long>? shape = null, range = null;
        foreach (string key in Keys())
        {
            if (key == TypeKey && type == null) type = String();
            else if (key == ShapeKey && shape == null) shape = Numbers(MostAxes);
            else if (key == RangeKey && range == null) range = Numbers(most: 2);
            else throw Fault($"'{FileText.Shown(name)}' has {TypeKey}, {ShapeKey} and {RangeKey}, each once; found '{FileText.Shown(key)}'");
        }

        return type != null && shape != null && range is { Count: 2 }
            ? new StoredTensor(name, type, shape.ToArray(), range[0], range[1])
            : throw Fault($"'{FileText.Shown(name)}' needs {TypeKey}, {ShapeKey}, and two {RangeKey}");
    }

    /// <summary>The keys of an object; whoever takes one reads its value before the next.</summary>
    private IEnumerable<string> Keys()
    {
        Expect('{');
        if (Takes('}')) yield break;
        do
        {
            string key = String();
            Expect(':');
            yield return key;
        }
        while (Takes(','));

        Expect('}');
    }

    private List<long> Numbers(int most)
    {
        var numbers = new List<long>();
        Expect('[');
        if (Takes(']')) return numbers;
        do
        {
            if (numbers.Count == most) throw Fault($"at most {most} numbers stand here");
            numbers.Add(Number());
        }
        while (Takes(','));

        Expect(']');
        return numbers;
    }

    private long Number()
    {
        SkipSpace();
        int first = at;
        while (at < text.Length && text[at] is >= '0' and <= '9') at++;
        bool isWhole = at == text.Length || text[at] is not ('.' or 'e' or 'E' or '-' or '+');
        if (at == first || !isWhole || (text[first] == '0' && at - first > 1)) throw Fault("expected a whole number of at least 0, found " + Found);
        string digits = text.Substring(first, at - first);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Fault($"{(digits.Length > 30 ? digits.Substring(0, 30) + "…" : digits)} is more than any file can hold");
    }

    private string String()
    {
        Expect('"');
        var value = new StringBuilder();
        while (true)
        {
            char next = Next("a string has no end");
            if (next == '"') break;
            if (next < ' ') throw Fault("a string holds a control character");
            value.Append(next == '\\' ? Escaped() : next);
        }

        // Escapes may make halves of pairs, which no text can hold.
        string result = value.ToString();
        return FileText.IndexOfHalfPair(result) < 0 ? result : throw Fault("a string holds half of a surrogate pair");
    }

    private char Escaped()
    {
        char kind = Next("a string has no end");
        switch (kind)
        {
            case '"' or '\\' or '/': return kind;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when at + 4 <= text.Length
                && ushort.TryParse(text.Substring(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit):
                at += 4;
                return (char)unit;
            default: throw Fault("a string holds an escape that JSON has not");
        }
    }

    private char Next(string fault) => at < text.Length ? text[at++] : throw Fault(fault);

    private bool Takes(char expected)
    {
        SkipSpace();
        if (at == text.Length || text[at] != expected) return false;
        at++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Takes(expected)) throw Fault($"expected {expected}, found {Found}");
    }

    private void SkipSpace()
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r') at++;
    }

    private string Found => at == text.Length ? "the end" : text[at] is > ' ' and < '\x7F' ? text[at].ToString() : $"U+{(int)text[at]:X4}";

    private InvalidDataException Fault(string what) => new($"The header is at fault at character {at}: {what}.");
}

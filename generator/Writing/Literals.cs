using System.Globalization;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Writing;

/// <summary>Types and constants of a network's number type, as C# spells them.</summary>
internal static class Literals
{
    public static string TypeOf(Scalar scalar) => scalar == Scalar.Single ? "float" : "double";

    /// <summary>A constant, rounded once to the number type.</summary>
    public static string Of(double value, Scalar scalar)
    {
        if (scalar == Scalar.Single) return Text.Number((float)value) + "f";
        string text = Text.Number(value);
        return text.IndexOfAny(new[] { '.', 'E' }) >= 0 ? text : text + ".0";
    }

    /// <summary>A string in quotes.</summary>
    public static string Of(string text) => "\"" + string.Concat(text.Select(Of)) + "\"";

    /// <summary>A character of a string; what would end the line, or is half of something, as its number.</summary>
    private static string Of(char character) => character switch
    {
        '\\' or '"' => "\\" + character,
        '\n' => "\\n",
        '\u2028' or '\u2029' => Escape(character),
        _ => char.IsControl(character) || char.IsSurrogate(character) ? Escape(character) : character.ToString(),
    };

    private static string Escape(char character) => "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture);
}

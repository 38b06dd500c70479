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
    public static string Of(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\"";
}

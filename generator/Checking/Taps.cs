using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Checking;

/// <summary>The tensors that a declaration names: inputs, taps and outputs.</summary>
internal sealed class Taps
{
    private const string Argument = "name";

    // A tensor may not be known.
    private readonly Dictionary<string, (Tensor? Tensor, string Kind)> tensors = new();
    private bool hasUnreadName;   // a tensor whose name could not be read, so that it may be any

    /// <summary>Names the running tensor, or finds the named one that a layer reads.</summary>
    /// <param name="kind">The layer's kind.</param>
    /// <param name="reader">Reads its arguments, and takes the problems.</param>
    /// <param name="running">The running tensor; null where it is not known.</param>
    /// <returns>The named tensor that it reads; null where there is none, or it is not known.</returns>
    public Tensor? Follow(LayerKind kind, AnnotationReader reader, Tensor? running)
    {
        if (kind.TapUse is TapUse.Names or TapUse.Ends) Name(reader, kind.Name, running, isEnd: kind.TapUse == TapUse.Ends);
        if (kind.TapUse is not (TapUse.Joins or TapUse.TakesUp) || !reader.Knows(Argument)) return null;
        string name = reader.String(Argument) ?? "";
        if (tensors.TryGetValue(name, out (Tensor? Tensor, string) named))
        {
            bool isLost = running != null && tensors.Values.All(other => other.Tensor != null && other.Tensor != running);
            if (kind.TapUse == TapUse.TakesUp && isLost) reader.Report(Rules.LeavesTensor, null, running!.Name, running.Shape.ToString());
            return named.Tensor;
        }

        if (hasUnreadName) return null;
        string? near = tensors.Keys.FirstOrDefault(other => Spelling.IsNear(name, other));
        string advice = near != null ? $"is '{near}' meant?"
            : tensors.Count == 0 ? "no tensor has a name yet: place a Tap before it"
            : $"the names so far are {string.Join(", ", tensors.Keys.Select(other => $"'{other}'"))}";
        reader.Report(Rules.UnknownTap, Argument, name, advice);
        return null;
    }

    /// <summary>Names a tensor.</summary>
    /// <param name="reader">Reads the name.</param>
    /// <param name="kind">The attribute that names it.</param>
    /// <param name="tensor">The tensor; null where it is not known.</param>
    /// <param name="isEnd">Whether it is an input or output, whose name becomes that of members and arguments.</param>
    public void Name(AnnotationReader reader, string kind, Tensor? tensor, bool isEnd)
    {
        if (!reader.Knows(Argument))
        {
            hasUnreadName = true;
            return;
        }

        string name = reader.String(Argument) ?? "";
        if (isEnd && !IsNameOfEnd(name)) reader.Report(Rules.InvalidEndName, Argument, name, kind);
        else if (name.Length == 0) reader.Report(Rules.NamelessTap, Argument);
        else if (tensors.TryGetValue(name, out (Tensor?, string Kind) other))
        {
            reader.Report(Rules.SecondTap, Argument, name, "AEIOU".IndexOf(other.Kind[0]) >= 0 ? "an " + other.Kind : "a " + other.Kind);
        }
        else tensors[name] = (tensor, kind);
    }

    /// <summary>Whether a name can be that of an argument and, each part with a capital, of a member.</summary>
    public static bool IsNameOfEnd(string name) =>
        SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.IsValidIdentifier(Text.PascalParts(name))
            && name.All(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format);
}

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
    private readonly Dictionary<Tensor, AnnotationReader> namers = new();
    private bool hasUnreadName;   // a tensor whose name could not be read, so that it may be any

    /// <summary>Names the running tensor, or finds the named one that a layer reads.</summary>
    /// <param name="kind">The layer's kind.</param>
    /// <param name="reader">Reads its arguments, and takes the problems.</param>
    /// <param name="running">The running tensor; null where it is not known.</param>
    /// <returns>The named tensor that it reads; null where there is none, or it is not known.</returns>
    public Tensor? Follow(LayerKind kind, AnnotationReader reader, Tensor? running)
    {
        if (kind.TapUse is TapUse.Names or TapUse.Ends) Name(reader, kind.Name, running, isEnd: kind.TapUse == TapUse.Ends);
        if (kind.TakesState(reader)) return StateOf(reader, kind.StateArgument!);
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
        reader.Report(Rules.UnknownTap, Argument, Reading(reader, Argument, near), name, advice);
        return null;
    }

    /// <summary>The attribute that names a tensor; null where there is none.</summary>
    public AnnotationReader? NamerOf(Tensor? tensor) => tensor != null && namers.TryGetValue(tensor, out AnnotationReader? namer) ? namer : null;

    /// <summary>Finds the input that a layer takes its state from.</summary>
    private Tensor? StateOf(AnnotationReader reader, string argument)
    {
        if (!reader.Knows(argument)) return null;
        string name = reader.String(argument)!;
        if (tensors.TryGetValue(name, out (Tensor? Tensor, string Kind) named) && named.Kind == Catalogue.Input) return named.Tensor;
        if (hasUnreadName) return null;
        List<string> inputs = tensors.Where(tensor => tensor.Value.Kind == Catalogue.Input).Select(tensor => tensor.Key).ToList();
        string? near = inputs.FirstOrDefault(other => Spelling.IsNear(name, other));
        string advice = near != null ? $"is '{near}' meant?"
            : inputs.Count == 0 ? "there is none yet: place an Input right behind Network"
            : $"the inputs are {string.Join(", ", inputs.Select(other => $"'{other}'"))}";
        reader.Report(Rules.UnknownState, argument, Reading(reader, argument, near), reader.Subject, name, advice);
        return null;
    }

    /// <summary>The remedy of reading the tensor whose name is near; null where there is none.</summary>
    private static Remedy? Reading(AnnotationReader reader, string argument, string? near)
    {
        if (near == null) return null;
        string literal = SymbolDisplay.FormatLiteral(near, quote: true);
        return new Remedy($"Write {literal}", reader.Set(argument, literal));
    }

    /// <summary>Names the output that a layer hands its state on to.</summary>
    /// <param name="kind">The layer's kind.</param>
    /// <param name="reader">Reads its arguments, and takes the problems.</param>
    /// <param name="layer">The layer; null where it is not known.</param>
    public void NameState(LayerKind kind, AnnotationReader reader, Layer? layer)
    {
        // Where there is no such input, it may be called anything.
        if (kind.HandsOnTo(reader) is not { } name || !tensors.ContainsKey(reader.String(kind.StateArgument!)!)) hasUnreadName = true;
        else if (reader.IsSound) Name(reader, kind.StateArgument!, name, kind.Name, layer?.Heads.Single().Tensor);
        else if (!tensors.ContainsKey(name)) tensors[name] = (null, kind.Name);
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
        else Name(reader, Argument, name, kind, tensor);
    }

    private void Name(AnnotationReader reader, string argument, string name, string kind, Tensor? tensor)
    {
        if (!tensors.TryGetValue(name, out (Tensor?, string Kind) other))
        {
            tensors[name] = (tensor, kind);
            if (tensor != null && !namers.ContainsKey(tensor)) namers[tensor] = reader;
        }
        else reader.Report(Rules.SecondTap, argument, name, (IsSpokenWithVowel(other.Kind) ? "an " : "a ") + other.Kind);
    }

    // Of an abbreviation the letters are spoken: an L.
    private static bool IsSpokenWithVowel(string kind) => (kind.All(char.IsUpper) ? "AEFHILMNORSX" : "AEIOU").IndexOf(kind[0]) >= 0;

    /// <summary>Whether a name can be that of an argument and, each part with a capital, of a member.</summary>
    public static bool IsNameOfEnd(string name) =>
        SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.IsValidIdentifier(Text.PascalParts(name))
            && name.All(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format);
}

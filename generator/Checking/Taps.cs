using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Checking;

/// <summary>The tensors that a declaration names.</summary>
internal sealed class Taps
{
    private const string Argument = "name";

    // A tensor may not be known.
    private readonly Dictionary<string, Tensor?> tensors = new();
    private bool hasUnreadName;   // a Tap whose name could not be read, so that it may be any

    /// <summary>Names the running tensor, or finds the named one that a layer reads.</summary>
    /// <param name="kind">The layer's kind.</param>
    /// <param name="reader">Reads its arguments, and takes the problems.</param>
    /// <param name="running">The running tensor; null where it is not known.</param>
    /// <returns>The named tensor that it reads; null where there is none, or it is not known.</returns>
    public Tensor? Follow(LayerKind kind, AnnotationReader reader, Tensor? running)
    {
        if (kind.TapUse == TapUse.None) return null;
        if (!reader.Knows(Argument))
        {
            hasUnreadName |= kind.TapUse == TapUse.Names;
            return null;
        }

        string name = reader.String(Argument) ?? "";
        if (kind.TapUse == TapUse.Names)
        {
            if (name.Length == 0) reader.Report(Rules.NamelessTap, Argument);
            else if (tensors.ContainsKey(name)) reader.Report(Rules.SecondTap, Argument, name);
            else tensors[name] = running;
            return null;
        }

        if (tensors.TryGetValue(name, out Tensor? tapped))
        {
            bool isLost = running != null && !tensors.ContainsValue(running) && !tensors.ContainsValue(null);
            if (kind.TapUse == TapUse.TakesUp && isLost) reader.Report(Rules.LeavesTensor, null, running!.Name, running.Shape.ToString());
            return tapped;
        }

        if (hasUnreadName) return null;
        string? near = tensors.Keys.FirstOrDefault(other => Spelling.IsNear(name, other));
        string advice = near != null ? $"is '{near}' meant?" : tensors.Count == 0 ? "no tensor has a name yet: place a Tap before it" : $"the names so far are {string.Join(", ", tensors.Keys.Select(other => $"'{other}'"))}";
        reader.Report(Rules.UnknownTap, Argument, name, advice);
        return null;
    }
}

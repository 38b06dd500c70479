using System;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>What the choice of forms depends on besides shapes: what the declaration says of numbers, and what a test asks for.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Winograd">Whether Winograd's algorithm may be used.</param>
/// <param name="IsTrainable">Whether there is a backward pass; no form depends on it, but the order in which weights are kept does.</param>
/// <param name="Forced">Forms that a test asks for.</param>
internal sealed record PlanOptions(Scalar Scalar, bool Winograd, bool IsTrainable, ForcedForms Forced)
{
    /// <summary>Numbers in the widest vector: 512 bits of them.</summary>
    public int WidestVector => Scalar == Scalar.Single ? 16 : 8;
}

/// <summary>Forms that a test asks for in the MSBuild property CnnGenForms: <c>conv2.forward=winograd2,conv1.forward=direct</c>.</summary>
internal sealed record ForcedForms(EquatableArray<string> Entries)
{
    public static ForcedForms None { get; } = new(default(EquatableArray<string>));

    /// <summary>The entries of the property; <c>*</c> in place of a layer's name speaks of every layer.</summary>
    public static ForcedForms Parse(string? property) => string.IsNullOrWhiteSpace(property)
        ? None
        : new ForcedForms(property!.Split(',').Select(entry => entry.Trim()).Where(entry => entry.Length > 0).ToEquatableArray());

    /// <summary>The form asked for a layer's pass, if any.</summary>
    public string? Of(string layer, string pass)
    {
        foreach (string name in new[] { layer, "*" })
        {
            string start = $"{name}.{pass}=";
            string? entry = Entries.FirstOrDefault(candidate => candidate.StartsWith(start, StringComparison.Ordinal));
            if (entry != null) return entry.Substring(start.Length);
        }

        return null;
    }
}

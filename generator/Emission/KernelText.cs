using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>A kernel's texts, with names for its sizes where kernels that differ in them may share one.</summary>
internal sealed class KernelText
{
    private static readonly IReadOnlyDictionary<string, int> NoSizes = new Dictionary<string, int>();

    private readonly Dictionary<Dialect, (string Text, IReadOnlyDictionary<string, int> Sizes)> texts = new();
    private readonly (object Text, IReadOnlyDictionary<string, int> Sizes) all;

    public KernelText(NetworkPlan plan, IReadOnlyList<Step> users, EquatableArray<Dialect> dialects, bool namesSizes)
    {
        Users = users;
        all = (Kernel, NoSizes);
        if (!namesSizes) return;
        foreach (Dialect dialect in dialects.Where(Kernel.HasText))
        {
            ToldSizes told = ToldSizes.All;
            string text = KernelsEmitter.TextOf(plan, dialect, users[0], told, out KernelBody body);
            texts[dialect] = (text, told.Values.Where(size => body.Uses(size.Key)).ToDictionary(size => size.Key, size => size.Value, StringComparer.Ordinal));
        }

        all = OfAll();
    }

    public Kernel Kernel => Users[0].Kernel;

    /// <summary>The steps that compute it.</summary>
    public IReadOnlyList<Step> Users { get; }

    /// <summary>Its text in a dialect, or in all: equal for kernels that are one method.</summary>
    public object In(Dialect? dialect) => dialect != null && texts.TryGetValue(dialect, out var one) ? one.Text : all.Text;

    /// <summary>The sizes that its text in a dialect asks for, or all of its texts.</summary>
    public IReadOnlyDictionary<string, int> SizesIn(Dialect? dialect) => dialect != null && texts.TryGetValue(dialect, out var one) ? one.Sizes : all.Sizes;

    /// <summary>Of all dialects. A size that is another in each is none that a step could tell to all of them: it counts as text.</summary>
    private (object Text, IReadOnlyDictionary<string, int> Sizes) OfAll()
    {
        var sizes = texts.Values.SelectMany(text => text.Sizes).GroupBy(size => size.Key, size => size.Value, StringComparer.Ordinal).ToList();
        IEnumerable<string> differing = sizes.Where(size => size.Distinct().Count() > 1)
            .Select(size => $"{size.Key} {string.Join(" ", size.Select(Text.Number))}");
        string text = string.Join("\n", texts.Select(one => $"{one.Key.Suffix} {one.Value.Text}").Concat(differing));
        return (text, sizes.ToDictionary(size => size.Key, size => size.First(), StringComparer.Ordinal));
    }
}

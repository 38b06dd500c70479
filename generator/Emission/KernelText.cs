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
    private readonly Dictionary<Dialect, (string Text, IReadOnlyDictionary<string, int> Sizes)> texts = new();

    public KernelText(NetworkPlan plan, IReadOnlyList<Step> users, EquatableArray<Dialect> dialects, bool namesSizes)
    {
        Users = users;
        if (!namesSizes) return;
        foreach (Dialect dialect in dialects.Where(Kernel.HasText))
        {
            ToldSizes told = ToldSizes.All;
            string text = KernelsEmitter.TextOf(plan, dialect, users[0], told, out KernelBody body);
            texts[dialect] = (text, told.Values.Where(size => body.Uses(size.Key)).ToDictionary(size => size.Key, size => size.Value, StringComparer.Ordinal));
        }
    }

    public Kernel Kernel => Users[0].Kernel;

    /// <summary>The steps that compute it.</summary>
    public IReadOnlyList<Step> Users { get; }

    /// <summary>Its text in a dialect, or in all: equal for kernels that are one method.</summary>
    public object In(Dialect? dialect)
    {
        if (texts.Count == 0) return Kernel;
        return dialect != null ? texts[dialect].Text : string.Join("\n", texts.Select(text => $"{text.Key.Suffix} {text.Value.Text}"));
    }

    /// <summary>The sizes that its text in a dialect asks for, or all of its texts.</summary>
    public IReadOnlyDictionary<string, int> SizesIn(Dialect? dialect)
    {
        IEnumerable<Dialect> asked = dialect == null ? texts.Keys : texts.Keys.Where(one => one == dialect);
        return asked.SelectMany(one => texts[one].Sizes)
            .GroupBy(size => size.Key)
            .ToDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal);
    }
}

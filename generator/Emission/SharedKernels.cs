using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>
/// The kernels that several steps of a network share, and what they are called. Where the text counts, kernels that differ in sizes only are one too, which
/// is told them.
/// </summary>
internal sealed class SharedKernels
{
    private readonly Dictionary<Kernel, SharedKernel> ofKernel = new();

    /// <summary>The kernels, in the order of their first use.</summary>
    public IReadOnlyList<SharedKernel> All { get; }

    private SharedKernels(IReadOnlyList<SharedKernel> all)
    {
        All = all;
        foreach (SharedKernel shared in all)
        {
            foreach (KernelText text in shared.Texts) ofKernel[text.Kernel] = shared;
        }
    }

    public static SharedKernels Of(NetworkPlan plan, EquatableArray<Dialect> dialects)
    {
        var taken = new HashSet<string>(MemberNames.Steps(plan).Select(step => step.Method));
        bool isBrief = dialects.Any(dialect => dialect.IsBrief);
        return new SharedKernels(MemberNames.Steps(plan)
            .GroupBy(step => step.Kernel)
            .Select(group => new KernelText(plan, group.ToList(), dialects, isBrief))
            .GroupBy(text => text.Key)
            .Select(group => group.ToList())
            .Where(texts => texts.Sum(text => text.Users.Count) > 1)
            .Select(texts => new SharedKernel(NameOf(texts), texts))
            .ToList());

        string NameOf(List<KernelText> texts)
        {
            Kernel first = texts[0].Kernel;
            string plain = texts.Count == 1 ? first.Name.Replace("×", "x") : first.GetType().Name, name = plain;
            for (int number = 2; !taken.Add(name); number++) name = plain + "_" + Text.Number(number);
            return name;
        }
    }

    /// <summary>The method of a shared kernel; null for one that a single step uses.</summary>
    public SharedKernel? Of(Kernel kernel) => ofKernel.TryGetValue(kernel, out SharedKernel? shared) ? shared : null;
}

/// <summary>A method that several steps share.</summary>
internal sealed class SharedKernel
{
    public SharedKernel(string name, IReadOnlyList<KernelText> texts)
    {
        Name = name;
        Texts = texts;
        Sizes = texts[0].Sizes.Keys.Where(size => texts.Any(text => text.Sizes[size] != texts[0].Sizes[size])).ToList();
    }

    public string Name { get; }

    /// <summary>The kernels, which differ in sizes only.</summary>
    public IReadOnlyList<KernelText> Texts { get; }

    /// <summary>The sizes in which they differ: what the method is told.</summary>
    public IReadOnlyList<string> Sizes { get; }

    /// <summary>One of the kernels, by which the method is written.</summary>
    public Kernel Kernel => Texts[0].Kernel;

    public IEnumerable<Step> Users => Texts.SelectMany(text => text.Users);

    /// <summary>The sizes that a dialect's text asks for.</summary>
    public IEnumerable<string> SizesIn(Dialect dialect) => Sizes.Where(size => Texts[0].Uses(dialect, size));

    /// <summary>What a dialect's text is told for one of its kernels.</summary>
    public IEnumerable<(string Name, int Value)> SizesOf(Kernel kernel, Dialect dialect)
    {
        KernelText text = Texts.First(text => text.Kernel == kernel);
        return SizesIn(dialect).Select(size => (size, text.Sizes[size]));
    }
}

/// <summary>A kernel's text in all dialects, with names for its sizes where kernels that differ in them may share one.</summary>
internal sealed class KernelText
{
    private readonly HashSet<(Dialect, string)> uses = new();

    public KernelText(NetworkPlan plan, IReadOnlyList<Step> users, EquatableArray<Dialect> dialects, bool namesSizes)
    {
        Users = users;
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        Sizes = sizes;
        Key = namesSizes ? string.Join("\n", dialects.Where(Kernel.HasText).Select(TextIn)) : Kernel;

        string TextIn(Dialect dialect)
        {
            ToldSizes told = ToldSizes.All;
            string text = KernelsEmitter.TextOf(plan, dialect, users[0], told, out KernelBody body);
            foreach (KeyValuePair<string, int> size in told.Values)
            {
                if (!body.Uses(size.Key)) continue;
                sizes[size.Key] = size.Value;
                uses.Add((dialect, size.Key));
            }

            return text;
        }
    }

    public Kernel Kernel => Users[0].Kernel;

    /// <summary>The steps that compute it.</summary>
    public IReadOnlyList<Step> Users { get; }

    /// <summary>Its sizes, by the names that they have in the text.</summary>
    public IReadOnlyDictionary<string, int> Sizes { get; }

    /// <summary>Equal for kernels that are one method.</summary>
    public object Key { get; }

    /// <summary>Whether a dialect's text asks for a size.</summary>
    public bool Uses(Dialect dialect, string size) => uses.Contains((dialect, size));
}

using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>
/// The methods that several steps of a network share, and what they are called. Where the text counts, kernels that differ in sizes only are one method of a
/// dialect, which is told them; and steps that compute the same in every dialect share the choice of the dialect.
/// </summary>
internal sealed class SharedKernels
{
    private readonly Dictionary<Dialect, List<SharedMethod>> methods;

    private SharedKernels(NetworkPlan plan, EquatableArray<Dialect> dialects)
    {
        bool isBrief = dialects.Any(dialect => dialect.IsBrief);
        List<KernelText> texts = MemberNames.Steps(plan)
            .GroupBy(step => step.Kernel)
            .Select(group => new KernelText(plan, group.ToList(), dialects, namesSizes: isBrief))
            .ToList();
        methods = dialects.ToDictionary(dialect => dialect, dialect => Shared(dialect).ToList());
        Choices = isBrief ? Shared(null).ToList() : new List<SharedMethod>();

        IEnumerable<SharedMethod> Shared(Dialect? dialect)
        {
            var taken = new HashSet<string>(MemberNames.Steps(plan).Select(step => step.Method));
            bool HasText(Kernel kernel) => dialect != null ? kernel.HasText(dialect) : StepsEmitter.FastDialects(kernel, dialects).Any();
            foreach (IGrouping<object, KernelText> group in texts.Where(text => HasText(text.Kernel)).GroupBy(text => text.In(dialect)))
            {
                List<KernelText> all = group.ToList();
                if (all.Sum(text => text.Users.Count) == 1) continue;
                string plain = all.Count == 1 ? all[0].Kernel.Name.Replace("×", "x") : all[0].Kernel.GetType().Name, name = plain;
                for (int number = 2; !taken.Add(name); number++) name = plain + "_" + Text.Number(number);
                yield return new SharedMethod(name, all, dialect);
            }
        }
    }

    /// <summary>The methods that choose a dialect for steps, in the order of their first use.</summary>
    public IReadOnlyList<SharedMethod> Choices { get; }

    public static SharedKernels Of(NetworkPlan plan, EquatableArray<Dialect> dialects) => new(plan, dialects);

    /// <summary>The methods of a dialect, in the order of their first use.</summary>
    public IReadOnlyList<SharedMethod> In(Dialect dialect) => methods[dialect];

    /// <summary>The method that computes a kernel in a dialect; null where it is that of a single step.</summary>
    public SharedMethod? MethodOf(Kernel kernel, Dialect dialect) => methods[dialect].FirstOrDefault(method => method.Computes(kernel));

    /// <summary>The method that chooses a dialect for a kernel; null where a single step does.</summary>
    public SharedMethod? ChoiceOf(Kernel kernel) => Choices.FirstOrDefault(method => method.Computes(kernel));

    /// <summary>What the methods of a kernel that steps share are called, in all dialects and where one is chosen.</summary>
    public IEnumerable<string> NamesOf(Kernel kernel) =>
        methods.Values.SelectMany(some => some).Concat(Choices).Where(method => method.Computes(kernel)).Select(method => method.Name).Distinct();
}

/// <summary>A method that several steps share.</summary>
internal sealed class SharedMethod
{
    private readonly Dictionary<Kernel, KernelText> texts;
    private readonly Dialect? dialect;

    public SharedMethod(string name, IReadOnlyList<KernelText> texts, Dialect? dialect)
    {
        Name = name;
        this.texts = texts.ToDictionary(text => text.Kernel);
        this.dialect = dialect;
        Users = texts.SelectMany(text => text.Users).ToList();
        IReadOnlyDictionary<string, int> first = texts[0].SizesIn(dialect);
        Sizes = first.Keys.Where(size => texts.Any(text => text.SizesIn(dialect)[size] != first[size])).ToList();
    }

    public string Name { get; }

    /// <summary>The sizes in which its kernels differ: what it is told.</summary>
    public IReadOnlyList<string> Sizes { get; }

    /// <summary>The steps that call it, each with a kernel of its own or the same.</summary>
    public IReadOnlyList<Step> Users { get; }

    public bool Computes(Kernel kernel) => texts.ContainsKey(kernel);

    /// <summary>What it is told for one of its kernels.</summary>
    public IEnumerable<(string Name, int Value)> SizesOf(Kernel kernel) => Sizes.Select(size => (size, texts[kernel].SizesIn(dialect)[size]));
}

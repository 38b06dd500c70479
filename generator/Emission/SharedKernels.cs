using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
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
    // A word of a name with the sizes behind it, and a number of a tile.
    private static readonly Regex Parts = new("[A-Z]+[a-z]*[0-9x]*"), Numbers = new("[0-9]+");

    private static readonly char[] Sizes = "0123456789x".ToCharArray();

    private readonly Dictionary<Dialect, List<SharedMethod>> methods;
    private readonly Dictionary<Dialect, Dictionary<Kernel, SharedMethod>> methodsByKernel;
    private readonly Dictionary<Kernel, SharedMethod> choicesByKernel;

    private SharedKernels(NetworkPlan plan, EquatableArray<Dialect> dialects)
    {
        bool isBrief = dialects.Any(dialect => dialect.IsBrief);
        List<KernelText> texts = MemberNames.Steps(plan)
            .GroupBy(step => step.Kernel)
            .Select(group => new KernelText(plan, group.ToList(), dialects, namesSizes: isBrief))
            .ToList();
        methods = dialects.ToDictionary(dialect => dialect, dialect => Shared(dialect).ToList());
        Choices = isBrief ? Shared(null).ToList() : new List<SharedMethod>();
        methodsByKernel = methods.ToDictionary(some => some.Key, some => ByKernel(some.Value));
        choicesByKernel = ByKernel(Choices);

        IEnumerable<SharedMethod> Shared(Dialect? dialect)
        {
            var taken = new HashSet<string>(MemberNames.Steps(plan).Select(step => step.Method));
            bool HasText(Kernel kernel) => dialect != null ? kernel.HasText(dialect) : StepsEmitter.FastDialects(kernel, dialects).Any();
            foreach (IGrouping<object, KernelText> group in texts.Where(text => HasText(text.Kernel)).GroupBy(text => text.In(dialect)))
            {
                List<KernelText> all = group.ToList();
                if (all.Sum(text => text.Users.Count) == 1) continue;
                List<Kernel> kernels = all.Select(text => text.Kernel).ToList();
                string plain = kernels.Count == 1 ? kernels[0].Name.Replace("×", "x") : CommonName(kernels, dialect), name = plain;
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
    public SharedMethod? MethodOf(Kernel kernel, Dialect dialect) => methodsByKernel[dialect].TryGetValue(kernel, out SharedMethod? method) ? method : null;

    /// <summary>The method that chooses a dialect for a kernel; null where a single step does.</summary>
    public SharedMethod? ChoiceOf(Kernel kernel) => choicesByKernel.TryGetValue(kernel, out SharedMethod? method) ? method : null;

    /// <summary>
    /// What kernels of one method are called: their kind, what is the same in all of their names, and in a dialect how much each computes together. So those
    /// that differ in sizes only are told from others of their kind.
    /// </summary>
    private static string CommonName(IReadOnlyList<Kernel> kernels, Dialect? dialect)
    {
        string kind = kernels[0].GetType().Name;
        List<List<string>> names = kernels.Select(kernel => PartsOf(Parts, kernel.Name.Replace("×", "x"))).ToList();
        List<List<string>> words = names.Select(name => name.ConvertAll(part => part.TrimEnd(Sizes))).ToList();
        IEnumerable<string> common = names[0]
            .Select(part => names.TrueForAll(name => name.Contains(part)) ? part : part.TrimEnd(Sizes))
            .Where((part, i) => !kind.Contains(part) && part is not ("To" or "Groups") && words.TrueForAll(name => name.Contains(words[0][i])));
        List<List<string>> tiles = kernels.Select(kernel => PartsOf(Numbers, dialect == null ? "" : kernel.TileIn(dialect) ?? "")).ToList();
        IEnumerable<string> tile = tiles[0].TakeWhile((number, i) => tiles.TrueForAll(other => i < other.Count && other[i] == number));
        return kind + string.Concat(common) + (tile.Any() ? "_" + string.Join("x", tile) : "");

        static List<string> PartsOf(Regex regex, string text) => regex.Matches(text).Cast<Match>().Select(match => match.Value).ToList();
    }

    private static Dictionary<Kernel, SharedMethod> ByKernel(IEnumerable<SharedMethod> methods) => (
        from method in methods
        from kernel in method.Kernels
        select (kernel, method)).ToDictionary(pair => pair.kernel, pair => pair.method);
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

    public IEnumerable<Kernel> Kernels => texts.Keys;

    /// <summary>What it is told for one of its kernels.</summary>
    public IEnumerable<(string Name, int Value)> SizesOf(Kernel kernel) => Sizes.Select(size => (size, texts[kernel].SizesIn(dialect)[size]));
}

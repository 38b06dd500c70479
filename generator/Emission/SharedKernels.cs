using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>The kernels that several steps of a network share, and what they are called.</summary>
internal sealed class SharedKernels
{
    private readonly Dictionary<Kernel, string> names = new();

    /// <summary>The kernels, in the order of their first use.</summary>
    public IReadOnlyList<Kernel> Kernels { get; }

    private SharedKernels(IReadOnlyList<Kernel> kernels, IEnumerable<string> methods)
    {
        Kernels = kernels;
        var taken = new HashSet<string>(methods);
        foreach (Kernel kernel in kernels)
        {
            string plain = kernel.Name.Replace("×", "x"), name = plain;
            for (int number = 2; !taken.Add(name); number++) name = plain + "_" + Model.Text.Number(number);
            names[kernel] = name;
        }
    }

    public static SharedKernels Of(NetworkPlan plan) => new(MemberNames.Steps(plan)
        .GroupBy(step => step.Kernel)
        .Where(group => group.Count() > 1)
        .Select(group => group.Key)
        .ToList(), MemberNames.Steps(plan).Select(step => step.Method));

    /// <summary>The method of a shared kernel; null for one that a single step uses.</summary>
    public string? NameOf(Kernel kernel) => names.TryGetValue(kernel, out string? name) ? name : null;
}

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace CnnGen.Probe.Tests;

/// <summary>What the JIT says of a run of a probe: a line for each method it compiled, and the instructions of the kernels.</summary>
internal sealed partial record JitOutput(ImmutableArray<string> Summary, ImmutableArray<CompiledKernel> Kernels)
{
    // Release runtimes have these settings too.
    public static JitOutput Of(Probe probe, params (string, string)[] environment)
    {
        string file = Path.GetTempFileName();
        try
        {
            probe.Run([.. environment, ("DOTNET_JitStdOutFile", file), ("DOTNET_JitDisasmSummary", "1"), ("DOTNET_JitDisasm", "CnnGen.Kernels.*:*")]);
            return Parse(File.ReadAllLines(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static JitOutput Parse(IReadOnlyList<string> lines)
    {
        var summary = ImmutableArray.CreateBuilder<string>();
        var kernels = ImmutableArray.CreateBuilder<CompiledKernel>();
        CompiledKernel? kernel = null;
        foreach (string line in lines)
        {
            if (Compiled().IsMatch(line))
            {
                summary.Add(line.Trim());
            }
            else if (line.StartsWith("; Assembly listing ", StringComparison.Ordinal))
            {
                // The text for any machine may call, and is left out.
                Match listing = Listing().Match(line);
                kernel = listing.Success
                    ? new CompiledKernel(listing.Groups["network"].Value + listing.Groups["dialect"].Value, listing.Groups["method"].Value)
                    : null;
                if (kernel != null) kernels.Add(kernel);
            }
            else if (kernel != null && line.StartsWith("  ", StringComparison.Ordinal))
            {
                kernel.Instructions.Add(line.Trim());
            }
        }

        return new JitOutput(summary.ToImmutable(), kernels.ToImmutable());
    }

    /// <summary>The methods of networks that were too large for the JIT's optimiser.</summary>
    public IEnumerable<string> Unoptimised => Summary.Where(line => NetworkOrKernels().IsMatch(line) && line.Contains("MinOpts", StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*\d+: JIT compiled ")]
    private static partial Regex Compiled();

    [GeneratedRegex(@"CnnGen[._]Probe[._]Networks[._]")]
    private static partial Regex NetworkOrKernels();

    [GeneratedRegex(@"^; Assembly listing for method CnnGen\.Kernels\.CnnGen_Probe_Networks_(?<network>\w+)\.(?:Vectors)?(?<dialect>\d+|Fused):(?<method>\w+)\(")]
    private static partial Regex Listing();
}

/// <summary>The machine code of a kernel.</summary>
internal sealed partial record CompiledKernel(string Class, string Method)
{
    public List<string> Instructions { get; } = [];

    /// <summary>Calls and jumps to elsewhere, of x64 and Arm64.</summary>
    public IEnumerable<string> Calls => Instructions.Where(instruction => Call().IsMatch(instruction));

    /// <summary>Vectors that did not stay in registers.</summary>
    public int Spills => Instructions.Count(instruction => Spill().IsMatch(instruction));

    public override string ToString() => $"{Class}.{Method}";

    [GeneratedRegex(@"^(call|blr?|tail\.jmp|rex\.jmp)\b|^jmp\s+\[")]
    private static partial Regex Call();

    [GeneratedRegex(@"^vmov\w+\s+[xyz]mmword ptr \[r[bs]p")]
    private static partial Regex Spill();
}

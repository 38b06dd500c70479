using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Kernels;

/// <summary>How a kernel is spelled: for vectors of a width, for scalars that fuse multiply-adds, or for any machine.</summary>
/// <param name="Bits">512, 256 or 128; 0 for scalars.</param>
/// <param name="Scalar">The number type.</param>
/// <param name="Fuses">Whether multiply-adds are fused.</param>
/// <param name="Reproducible">Whether every product is rounded before it is added, whatever the hardware has.</param>
/// <param name="Facts">What the user's compilation offers.</param>
internal sealed record Dialect(int Bits, Scalar Scalar, bool Fuses, bool Reproducible, CompilationFacts Facts)
{
    /// <summary>Numbers in a vector; 1 for scalars.</summary>
    public int Lanes => Bits == 0 ? 1 : Bits / (Scalar == Scalar.Single ? 32 : 64);

    /// <summary>Vectors that stay in registers: one of 32 or of 16 is left to the compiler.</summary>
    public int Registers => Bits == 512 ? 31 : 15;

    public bool IsVector => Bits > 0;

    /// <summary>Whether the network also has kernels for vectors of half the width.</summary>
    public bool HasHalf { get; init; }

    /// <summary>Whether the network is so large that its text counts more than the last tenth of its speed: tiles are small.</summary>
    /// <remarks>What that costs was measured: docs/algorithms.md.</remarks>
    public bool IsBrief { get; init; }

    /// <summary>Multiply-adds that a tile of a kernel may be written in.</summary>
    public int MostStatements => IsBrief ? 32 : 160;

    /// <summary>Multiply-adds of all tiles of a kernel: what a rest adds is text too.</summary>
    public int MostText => IsBrief ? 64 : 320;

    /// <summary>Sums that a gradient keeps in registers, each of which is loaded and stored as well: eight hide what a multiply-add waits for.</summary>
    public int MostSums => (Bits == 512, IsBrief) switch
    {
        (true, false) => 24,
        (true, true) or (false, false) => 12,
        _ => 8,
    };

    /// <summary>What a tile's cost is multiplied by for the multiply-adds of its text.</summary>
    public double CostOfText(int multiplyAdds) => IsBrief ? 1 + (multiplyAdds / 100.0) : 1;

    /// <summary>
    /// Whether its vectors are the right ones for runs of so many numbers: where half a vector holds the run, the idle half would only
    /// make more loads cross from one line of the cache to the next.
    /// </summary>
    public bool IsFor(int run) => IsVector && !(HasHalf && 2 * run <= Lanes);

    /// <summary>The text that is always there: spans, loops, and a multiplication before each addition.</summary>
    public bool IsPlainScalar => Bits == 0 && !Fuses;

    public bool IsFusedScalar => Bits == 0 && Fuses;

    /// <summary>The class of the operations, where a name of its own is hidden by one that every class has.</summary>
    public string Class => "Vector" + Suffix;

    /// <summary>The type of a sum.</summary>
    public string Type => IsVector ? "Lanes" : ScalarType;

    public string ScalarType => Literals.TypeOf(Scalar);

    /// <summary>What its file is called after the network: <c>512</c>.</summary>
    public string Suffix => IsVector ? Text.Number(Bits) : IsFusedScalar ? "Fused" : "Plain";

    /// <summary>The class of its kernels.</summary>
    public string KernelsClass => IsVector ? "Vectors" + Suffix : Suffix;

    /// <summary>What a reader calls it.</summary>
    public string Title => IsVector ? $"{Text.Number(Bits)}-bit vectors" : IsFusedScalar ? "scalars on hardware with fused multiply-adds" : "any machine";

    /// <summary>The condition under which it runs, where no dialect before it does.</summary>
    public string Condition => Bits switch
    {
        512 => "Vector512.IsHardwareAccelerated",
        256 => Fuses ? "Vector256.IsHardwareAccelerated && Fma.IsSupported" : "Vector256.IsHardwareAccelerated",
        128 => "Vector128.IsHardwareAccelerated",
        _ => Facts.HasArm ? "Fma.IsSupported || AdvSimd.IsSupported" : "Fma.IsSupported",
    };

    /// <summary>The dialects of a network, the fastest first and the plain one last.</summary>
    public static EquatableArray<Dialect> Of(NetworkOptions options, CompilationFacts facts, VectorBits allowed)
    {
        var dialects = new List<Dialect>();
        if (facts.HasUnsafe)
        {
            foreach (int bits in new[] { 512, 256, 128 })
            {
                if (Has(bits)) dialects.Add(new Dialect(bits, options.Scalar, !options.Reproducible, options.Reproducible, facts) { HasHalf = Has(bits / 2) });
            }

            if (!options.Reproducible && allowed.AllowsAny && facts.HasScalarFusedMultiplyAdd)
            {
                dialects.Add(new Dialect(0, options.Scalar, Fuses: true, Reproducible: false, facts));
            }
        }

        dialects.Add(new Dialect(0, options.Scalar, Fuses: false, options.Reproducible, facts));
        return dialects.ToEquatableArray();

        bool Has(int bits) => bits >= 128 && allowed.Allows(bits) && facts.Has(bits);
    }

    public string Zero => IsVector ? "Lanes.Zero" : "0";

    /// <summary>A number in every lane.</summary>
    public string Broadcast(string number) => IsVector ? $"Create({number})" : number;

    /// <summary>A constant in every lane.</summary>
    public string Constant(double value) => IsVector ? $"Create({Literals.Of(value, Scalar)})" : Literals.Of(value, Scalar);

    /// <summary>sum + a × b, as the statement that adds to a sum.</summary>
    public string Accumulate(string sum, string a, string b)
    {
        if (Fuses) return $"{sum} = {MultiplyAdd(a, b, sum)};";
        return Reproducible && !IsVector ? $"{sum} = {MultiplyAdd(a, b, sum)};" : $"{sum} += {a} * {b};";
    }

    /// <summary>The statement that adds a term to a sum.</summary>
    public string Add(string sum, string term) => Reproducible && !IsVector ? $"{sum} = {Rounded($"{sum} + {term}")};" : $"{sum} += {term};";

    /// <summary>a × b + c as an expression.</summary>
    public string MultiplyAdd(string a, string b, string c)
    {
        if (!Fuses)
        {
            // A cast rounds, where a runtime would keep more than the type holds.
            return Reproducible && !IsVector ? $"({ScalarType})({c} + ({ScalarType})({a} * {b}))" : $"{c} + {a} * {b}";
        }

        return Bits switch
        {
            0 => $"{(Scalar == Scalar.Single ? "MathF" : "Math")}.FusedMultiplyAdd({a}, {b}, {c})",
            128 => $"{FusingHelper}({a}, {b}, {c})",
            512 when !Facts.HasMultiplyAddEstimate => $"Avx512F.FusedMultiplyAdd({a}, {b}, {c})",
            _ when !Facts.HasMultiplyAddEstimate => $"Fma.MultiplyAdd({a}, {b}, {c})",
            _ => $"FusedMultiplyAdd({a}, {b}, {c})",
        };
    }

    /// <summary>The method by which vectors of 128 bits multiply and add: the one width that hardware without fused multiply-adds has too.</summary>
    public const string FusingHelper = "MultiplyAdd";

    /// <summary>What it returns; the JIT leaves one arm.</summary>
    public string FusingExpression
    {
        get
        {
            const string Rounding = "a * b + c";
            if (Facts.HasMultiplyAddEstimate)
            {
                return (Facts.HasWasm ? $"global::System.Runtime.Intrinsics.Wasm.PackedSimd.IsSupported ? {Rounding} : " : "") + "MultiplyAddEstimate(a, b, c)";
            }

            string arm = Scalar == Scalar.Single ? "AdvSimd" : "AdvSimd.Arm64";
            return "Fma.IsSupported ? Fma.MultiplyAdd(a, b, c) : " + (Facts.HasArm ? $"{arm}.IsSupported ? {arm}.FusedMultiplyAdd(c, a, b) : " : "") + Rounding;
        }
    }

    /// <summary>Why it is there.</summary>
    public string FusingSummary => Facts.HasMultiplyAddEstimate
        ? "a × b + c, rounded once where the hardware can" + (Facts.HasWasm ? ". In WebAssembly the estimate is a call instead of an instruction." : ".")
        : "a × b + c, rounded once where the hardware can.";

    /// <summary>A square root, rounded to the nearest.</summary>
    public string SquareRoot(string x) => IsVector ? $"Sqrt({x})" : SquareRootOfNumber(x);

    /// <summary>A square root of a single number, in a text of vectors too.</summary>
    public string SquareRootOfNumber(string x) => $"{(Scalar == Scalar.Single ? "MathF" : "Math")}.Sqrt({x})";

    /// <summary>A sum, difference, product or quotient as an expression that rounds.</summary>
    public string Rounded(string expression) => Reproducible && !IsVector ? $"({ScalarType})({expression})" : expression;

    /// <summary>A sum or difference as a factor of a product.</summary>
    public string Factor(string expression) => Reproducible && !IsVector ? Rounded(expression) : $"({expression})";

    /// <summary>The statement that takes a term from a sum.</summary>
    public string Subtract(string sum, string term) => Reproducible && !IsVector ? $"{sum} = {Rounded($"{sum} - {term}")};" : $"{sum} -= {term};";

    /// <summary>The larger, or the second where one is a NaN: what the hardware does.</summary>
    public string NativeMax(string a, string b) => $"{NativeMaximum}({a}, {b})";

    /// <summary>The method that <see cref="NativeMax"/> calls.</summary>
    public string NativeMaximum => Facts.HasMultiplyAddEstimate ? "MaxNative" : "Max";

    /// <summary>The same for the smaller of two.</summary>
    public string NativeMinimum => Facts.HasMultiplyAddEstimate ? "MinNative" : "Min";
}

/// <summary>The widths that may be emitted: the MSBuild property CnnGenVectorBits, <c>512,256</c>; every one where it says nothing.</summary>
internal sealed record VectorBits(EquatableArray<int> Listed, bool IsLimited)
{
    public static VectorBits All { get; } = new(default, false);

    /// <summary>Whether anything but the plain text may be.</summary>
    public bool AllowsAny => !IsLimited || Listed.Count > 0;

    public bool Allows(int bits) => !IsLimited || Listed.Contains(bits);

    /// <summary>The widths in the property; <c>0</c> is the plain text alone.</summary>
    public static VectorBits Parse(string? property)
    {
        if (string.IsNullOrWhiteSpace(property)) return All;
        IEnumerable<int> bits = property!.Split(',').Select(entry => int.TryParse(entry.Trim(), out int number) ? number : 0);
        return new VectorBits(bits.Where(number => number is 128 or 256 or 512).ToEquatableArray(), true);
    }
}

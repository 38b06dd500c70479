using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using CnnGen.Generator.Tests.Harness;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>The widths of vectors that a text can be for, in bits; 0 is the text for any machine.</summary>
internal static class Width
{
    /// <summary>Those that this machine runs, the widest first.</summary>
    public static IEnumerable<int> OfVectors => ((int[])[512, 256, 128]).Where(IsThere);

    /// <summary>The one that runs where all are emitted.</summary>
    public static int Fastest => OfVectors.FirstOrDefault();

    /// <summary>The other texts, the one for any machine last.</summary>
    public static IEnumerable<int> Others => OfVectors.Skip(1).Append(0);

    /// <summary>A project that emits one width only, and perhaps in forms that a test asks for.</summary>
    public static RunOptions Only(int bits, string? forms = null)
    {
        BuildProperties properties = BuildProperties.None.With("CnnGenVectorBits", $"{bits}");
        return RunOptions.Default with { Properties = forms == null ? properties : properties.With("CnnGenForms", forms) };
    }

    /// <summary>Whether this machine runs it; where it does not, the text for any machine would run in its place.</summary>
    public static bool IsThere(int bits) => bits switch
    {
        512 => Vector512.IsHardwareAccelerated,
        256 => Vector256.IsHardwareAccelerated,
        128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };

    /// <summary>The texts of a large network for each project, behind the usual one of the first.</summary>
    public static IEnumerable<RunOptions> Brief(IEnumerable<RunOptions> projects)
    {
        RunOptions[] all = [.. projects];
        return all.Select(project => project with { Properties = project.Properties.With("CnnGenMostText", "0") }).Prepend(all[0]);
    }
}

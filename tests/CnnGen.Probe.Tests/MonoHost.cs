using System;
using System.Collections.Generic;
using System.IO;

namespace CnnGen.Probe.Tests;

/// <summary>Runs a program for .NET Standard under Mono.</summary>
internal static class MonoHost
{
    public const string Tool = "mono";

    // mono-runtime alone has no netstandard.dll.
    public const string Packages = "mono-devel";

    // ELEMENT_TYPE_CMOD_REQD and _BYREF in a signature: ECMA-335, II.23.1.16.
    private const byte RequiredModifier = 0x1F, ByReference = 0x10;

    public static IReadOnlyDictionary<string, Hashes> Run(Probe probe)
    {
        Result result = Run(probe, folder => probe.Start(Tool, [Path.Combine(folder, probe.FileName)]));
        return result.ExitCode == 0 ? Hashes.Parse(result.Output) : throw new InvalidOperationException(result.Error);
    }

    /// <summary>
    /// Runs a program in its folder, or, where Mono's class library is Debian's, in another one. Debian compiles it by mcs, which leaves out the modifier of
    /// <c>ref readonly</c>: there, nobody finds the indexer of ReadOnlySpan by its true signature.
    /// </summary>
    /// <param name="probe">The program.</param>
    /// <param name="run">Runs what is in a folder.</param>
    public static Result Run(Probe probe, Func<string, Result> run)
    {
        Result result = run(probe.Folder);
        if (!result.Error.Contains("modreq(System.Runtime.InteropServices.InAttribute)", StringComparison.Ordinal)) return result;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cnngen-mono-");
        try
        {
            foreach (string file in Directory.EnumerateFiles(probe.Folder, "*.dll"))
            {
                byte[] assembly = File.ReadAllBytes(file);
                RemoveModifiers(assembly);
                File.WriteAllBytes(Path.Combine(folder.FullName, Path.GetFileName(file)), assembly);
            }

            return run(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Shortens signatures in their places: what returns <c>modreq(InAttribute) T&amp;</c> and takes an int or nothing.</summary>
    private static void RemoveModifiers(Span<byte> assembly)
    {
        byte[][] ends = [[ByReference, 0x13, 0x00, 0x08], [ByReference, 0x13, 0x00]];
        for (int at = 0; at + 10 < assembly.Length; at++)
        {
            // Length, HASTHIS, parameters, and the modifier with its type, a compressed number of one byte or two.
            int length = assembly[at], parameters = assembly[at + 2];
            if (assembly[at + 1] != 0x20 || parameters > 1 || assembly[at + 3] != RequiredModifier) continue;
            int modifier = assembly[at + 4] < 0x80 ? 2 : 3;
            byte[] end = ends[1 - parameters];
            if (length != 2 + modifier + end.Length || !assembly.Slice(at + 3 + modifier, end.Length).SequenceEqual(end)) continue;
            end.CopyTo(assembly[(at + 3)..]);
            assembly[at] = (byte)(length - modifier);
        }
    }
}

using System;
using System.Buffers;

namespace CnnGen.Orleans;

/// <summary>Names of federations and clients: they stand in addresses, in keys of grains and of whatever storage those have.</summary>
internal static class FederatedNames
{
    public const string Expected = "1 to 100 letters and digits of ASCII, dots, dashes and underscores";

    private const int Longest = 100;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    public static bool IsName(string? name) => name is { Length: >= 1 and <= Longest } && !name.AsSpan().ContainsAnyExcept(Allowed);

    public static void Check(string? name, string parameter)
    {
        if (!IsName(name)) throw new ArgumentException($"Expected {Expected}, '{name}' came.", parameter);
    }
}

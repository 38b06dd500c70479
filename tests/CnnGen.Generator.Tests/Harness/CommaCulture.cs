using System;
using System.Globalization;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>A culture that writes every number so that C# cannot read it, for as long as this lives, on this thread.</summary>
/// <remarks>Made from the invariant one: the repository builds with invariant globalization, where de-DE does not exist.</remarks>
internal sealed class CommaCulture : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    public CommaCulture() => CultureInfo.CurrentCulture = Culture;

    public static CultureInfo Culture { get; } = Create();

    public void Dispose() => CultureInfo.CurrentCulture = before;

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "\u2212";
        return CultureInfo.ReadOnly(culture);
    }
}

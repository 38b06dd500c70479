using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>A kind of project that emitted code has to compile in, without a single warning.</summary>
internal sealed record StrictVariant(Place Place, RunOptions Options)
{
    /// <summary>Any two settings meet in one of these; all would be 72.</summary>
    public static ImmutableArray<StrictVariant> Covering { get; } =
    [
        Of(Place.Namespace, ReferenceSet.Net10, nullable: false, overflow: false, latest: false),
        Of(Place.Nested, ReferenceSet.Net10, nullable: true, overflow: true, latest: true),
        Of(Place.Global, ReferenceSet.Net10, nullable: true, overflow: true, latest: false),
        Of(Place.Namespace, ReferenceSet.Net8, nullable: true, overflow: true, latest: true),
        Of(Place.Nested, ReferenceSet.Net8, nullable: false, overflow: true, latest: false),
        Of(Place.Global, ReferenceSet.Net8, nullable: true, overflow: false, latest: true),
        Of(Place.Namespace, ReferenceSet.NetStandard21, nullable: true, overflow: true, latest: false),
        Of(Place.Nested, ReferenceSet.NetStandard21, nullable: true, overflow: false, latest: false),
        Of(Place.Global, ReferenceSet.NetStandard21, nullable: false, overflow: true, latest: true),
    ];

    public override string ToString() => $"{Place}, {Options}";

    private static StrictVariant Of(Place place, ReferenceSet references, bool nullable, bool overflow, bool latest) => new(
        place,
        new RunOptions
        {
            References = references,
            Nullable = nullable ? NullableContextOptions.Enable : NullableContextOptions.Disable,
            Checked = overflow,
            Language = latest ? LanguageVersion.Latest : LanguageVersion.CSharp9,
        });
}

/// <summary>The check that emitted code compiles in any user's project: warning level 9999, doc comments diagnosed, no unsafe.</summary>
internal static class StrictCompilation
{
    /// <summary>Compiles classes with these attributes, all in one compilation, in each covering variant.</summary>
    public static void Check(params string[] attributes)
    {
        foreach (StrictVariant variant in StrictVariant.Covering) Check(variant, attributes);
    }

    public static void Check(StrictVariant variant, params string[] attributes) => Check(variant.Options, Sources(variant.Place, attributes));

    public static void Check(RunOptions options, IEnumerable<string> sources) => GeneratorRun.Of(options, sources.ToArray()).CompilesStrictly();

    private static IEnumerable<string> Sources(Place place, string[] attributes) =>
        attributes.Select((text, i) => Source.Network(text, $"Net{i}", place));
}

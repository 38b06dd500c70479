using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>MSBuild properties as the compiler hands them to a generator.</summary>
internal sealed class BuildProperties : AnalyzerConfigOptionsProvider
{
    private readonly ImmutableDictionary<string, string> values;

    private BuildProperties(ImmutableDictionary<string, string> values)
    {
        this.values = values;
        GlobalOptions = new Options(values);
    }

    public static BuildProperties None { get; } = new(ImmutableDictionary<string, string>.Empty);

    public override AnalyzerConfigOptions GlobalOptions { get; }

    public BuildProperties With(string name, string value) => new(values.SetItem("build_property." + name, value));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => None.GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => None.GlobalOptions;

    public override string ToString() =>
        string.Concat(values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $", {pair.Key.Split('.')[1]}={pair.Value}"));

    private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;
using Xunit.Sdk;

namespace CnnGen.Generator.Tests.HarnessTests;

public sealed class ObjectGraphTests
{
    private static readonly SyntaxTree Tree = CSharpSyntaxTree.ParseText("[System.Obsolete] class A { int b = 1; }", path: "A.cs");
    private static readonly CSharpCompilation Compilation = CSharpCompilation.Create("A", [Tree], ReferenceSet.Net10.References);

    public static TheoryData<string> Banned => new(BannedValues.Keys);

    // By name, since xunit lists a theory's data by their text.
    private static Dictionary<string, Func<object>> BannedValues { get; } = new()
    {
        ["compilation"] = () => Compilation,
        ["symbol"] = () => Compilation.GetTypeByMetadataName("A")!,
        ["node"] = () => Tree.GetRoot(),
        ["token"] = () => Tree.GetRoot().GetFirstToken(),
        ["tree"] = () => Tree,
        ["reference"] = () => Tree.GetReference(Tree.GetRoot()),
        ["location"] = () => Location.Create("A.cs", default, default),
        ["semantic model"] = () => Compilation.GetSemanticModel(Tree),
        ["attribute"] = () => Compilation.GetTypeByMetadataName("A")!.GetAttributes().Single(),
        ["constant"] = () => Compilation.GetTypeByMetadataName("System.ObsoleteAttribute")!.GetAttributes().First().ConstructorArguments.First(),
        ["diagnostic"] = () => Diagnostic.Create(new DiagnosticDescriptor("A", "A", "A", "A", DiagnosticSeverity.Error, true), Location.None),
        ["text"] = () => SourceText.From("text"),
    };

    [Theory]
    [MemberData(nameof(Banned))]
    public void Banned_IsFoundHoweverDeep(string name)
    {
        object value = BannedValues[name]();
        Func<object> closure = () => value;
        object[] places = [
            value,
            new[] { value },
            ImmutableArray.Create(value),
            (1, value),
            new List<object> { "a", value },
            new Dictionary<string, object> { ["a"] = value },
            new Lazy<object>(value),
            closure,
            new Derived(value)];
        foreach (object place in places)
        {
            Assert.ThrowsAny<XunitException>(() => ObjectGraph.AssertFree(place, "Step"));
        }
    }

    [Fact]
    public void PlainData_Passes()
    {
        object cycle = new object[2];
        ((object[])cycle)[0] = cycle;
        object[] values =
        [
            "text", 1, 2.5, 3m, DayOfWeek.Monday, new[] { 1, 2 }, (1, "a"), cycle, typeof(string), new TextSpan(1, 2), new LinePositionSpan(), LanguageVersion.CSharp9,
            new DiagnosticDescriptor("A", "A", "A", "A", DiagnosticSeverity.Error, true), ImmutableArray.Create("a"), new Derived("text"),
        ];
        foreach (object value in values) ObjectGraph.AssertFree(value, "Step");
    }

    [Fact]
    public void Failure_NamesThePath()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => ObjectGraph.AssertFree(new Derived(Tree), "Step"));
        Assert.Contains("Step.Hidden", failure.Message, StringComparison.Ordinal);
    }

    private class Base(object hidden)
    {
        private object Hidden { get; } = hidden;

        public override string ToString() => Hidden.ToString()!;
    }

    private sealed class Derived(object hidden) : Base(hidden);
}

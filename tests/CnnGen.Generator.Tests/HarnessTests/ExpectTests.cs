using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;
using Xunit.Sdk;

namespace CnnGen.Generator.Tests.HarnessTests;

public sealed class ExpectTests
{
    private static readonly RunOptions Options = StandInGenerator.Options();

    [Fact]
    public void Markup_IsTakenOut_AndMayNest()
    {
        Markup markup = Markup.Parse("a {|A1:b {|B2:c|}|} d{|C3:|}");
        Assert.Equal("a b c d", markup.Text);
        Assert.Equal(["B2 'c'", "A1 'b c'", "C3 ''"], markup.Marks.Select(mark => $"{mark.Id} '{markup.Text.Substring(mark.Span.Start, mark.Span.Length)}'"));
    }

    [Theory]
    [InlineData("{|A1:b")]
    [InlineData("b|}")]
    [InlineData("{|b|}")]
    public void Markup_ThatIsBroken_Throws(string marked) => Assert.Throws<ArgumentException>(() => Markup.Parse(marked));

    [Fact]
    public void ExactError_Passes()
    {
        Reported reported = Assert.Single(Expect.Errors(Options, Source.Network("[Network(1, 4, 4), Conv(2, 3, {|CNN9001:Stride = 0|})]")));
        Assert.Equal(
            ("CNN9001", "Stride = 0", "0 came", DiagnosticSeverity.Error, 6),
            (reported.Id, reported.Underlined, reported.Message, reported.Severity, reported.Line));
    }

    [Theory]
    [InlineData("[Network(1, 4, 4), Conv(2, 3, Stride = 0)]")]
    [InlineData("[Network(1, 4, 4), Conv(2, 3, {|CNN9002:Stride = 0|})]")]
    [InlineData("[Network(1, 4, 4), Conv(2, 3, {|CNN9001:Stride|} = 0)]")]
    [InlineData("[Network(1, 4, 4), Conv(2, 3, {|CNN9001:{|CNN9001:Stride = 0|}|})]")]
    [InlineData("[Network(1, 4, 4), {|CNN9001:Conv(2, 3)|}]")]
    public void OtherThanMarked_IsCaught(string attributes) =>
        Assert.ThrowsAny<XunitException>(() => Expect.Errors(Options, Source.Network(attributes)));

    [Fact]
    public void CompilerErrors_AreCaught_UnlessNamed()
    {
        string source = Source.Network("[Network(1, 4, 4), Conv(2, 3)]", body: "int a = \"a\"; int b = \"b\";");
        Assert.ThrowsAny<XunitException>(() => Expect.Errors(Options, source));
        Assert.ThrowsAny<XunitException>(() => Expect.Errors(Options, source, "CS0029"));
        Assert.Empty(Expect.Errors(Options, source, "CS0029", "CS0029"));
    }

    [Fact]
    public async Task Hints_AreTheAnalyzersOnly()
    {
        Reported hint = Assert.Single(
            await Expect.Hints(
                new ClassHint(), Source.Network("[Network(3), Dense(2)]").Replace("class Net", "class {|CNN9901:Net|}", StringComparison.Ordinal), Options));
        Assert.Equal(DiagnosticSeverity.Warning, hint.Severity);
        await Assert.ThrowsAnyAsync<XunitException>(() => Expect.Hints(new ClassHint(), Source.Network("[Network(3), Dense(2)]"), Options));
        await Assert.ThrowsAnyAsync<XunitException>(() =>
            Expect.Hints(new ClassHint(), Source.Network("[Network(1, 4, 4), Conv(2, 3, Stride = 0)]", "{|CNN9901:Net|}"), Options));
    }

    [Fact]
    public async Task Hints_CanBeSuppressed()
    {
        IReadOnlyList<Reported> hints = await Expect.Hints(
            new ClassHint(), "#pragma warning disable CNN9901\n" + Source.Network("[Network(3), Dense(2)]"), Options);
        Assert.Empty(hints);
    }

    /// <summary>Warns of every class that has an attribute.</summary>
    private sealed class ClassHint : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("CNN9901", "Title", "Message", "CnnGen", DiagnosticSeverity.Warning, true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.ClassDeclaration);
        }

        private static void Analyze(SyntaxNodeAnalysisContext context)
        {
            var type = (ClassDeclarationSyntax)context.Node;
            if (type.AttributeLists.Count > 0) context.ReportDiagnostic(Diagnostic.Create(Rule, type.Identifier.GetLocation()));
        }
    }
}

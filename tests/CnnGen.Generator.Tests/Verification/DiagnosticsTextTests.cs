using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using VerifyTests;
using Xunit;

namespace CnnGen.Generator.Tests.Verification;

/// <summary>The format of Verify.SourceGenerators, as Mapperly's snapshots show it.</summary>
public sealed class DiagnosticsTextTests
{
    private static readonly DiagnosticDescriptor Rule = new(
        "CNN0001", "The title", "{0}", "CnnGen", DiagnosticSeverity.Error, true, "The description.", "https://example.org/CNN0001.md", WellKnownDiagnosticTags.NotConfigurable);

    private static readonly SyntaxTree Tree = CSharpSyntaxTree.ParseText("// above\n  class A\n{\n}\n// below\n// further\n", path: "dir/A.cs");

    [Fact]
    public void EveryMember_IsWritten() => Assert.Equal(
        """
        {
          Diagnostics: [
            {
              Location: dir\A.cs: (0,1)-(0,3),
              Message: The message,
              Severity: Error,
              Descriptor: {
                Id: CNN0001,
                Title: The title,
                Description: The description.,
                HelpLink: https://example.org/CNN0001.md,
                MessageFormat: {0},
                Category: CnnGen,
                DefaultSeverity: Error,
                IsEnabledByDefault: true,
                CustomTags: [
                  NotConfigurable
                ]
              }
            },
            {
              Message:
        of two
        lines,
              Severity: Error,
              Descriptor: {
                Id: CNN0001,
                Title: The title,
                Description: The description.,
                HelpLink: https://example.org/CNN0001.md,
                MessageFormat: {0},
                Category: CnnGen,
                DefaultSeverity: Error,
                IsEnabledByDefault: true,
                CustomTags: [
                  NotConfigurable
                ]
              }
            }
          ]
        }
        """.ReplaceLineEndings("\n"),
        DiagnosticsText.Of(
        [
            Diagnostic.Create(
                Rule, Location.Create("dir/A.cs", new TextSpan(1, 2), new LinePositionSpan(new LinePosition(0, 1), new LinePosition(0, 3))), "The message"),
            Diagnostic.Create(Rule, Location.None, "of two\nlines"),
        ]));

    [Fact]
    public void LocationInATree_ShowsItsLines()
    {
        string text = DiagnosticsText.Of([Diagnostic.Create(Rule, Location.Create(Tree, TextSpan.FromBounds(11, 20)), "Message")]);
        Assert.Contains(
            "      Location: /*\n// above\n  class A\n  ^^^^^^^\n{\n^\n}\n*/\n dir\\A.cs: (1,2)-(2,1),\n      Message: Message,\n",
            text,
            System.StringComparison.Ordinal);
    }
}

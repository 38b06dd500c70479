using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Playground.Compiling;

/// <summary>A file that the generator wrote.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tree">Its text, parsed.</param>
public sealed record EmittedFile(string Name, SyntaxTree Tree)
{
    private string? text;

    public string Text => text ??= Tree.ToString();

    private IEnumerable<MethodDeclarationSyntax> Methods =>
        Tree.GetRoot().DescendantNodes(node => node is not BlockSyntax).OfType<MethodDeclarationSyntax>();

    /// <summary>The methods that compute a layer, as they are written; empty where there are none in this file.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="files">All files: a step calls a kernel in another, in a large network by way of a third, which steps share.</param>
    public string MethodsOf(LayerView layer, IReadOnlyList<EmittedFile> files)
    {
        HashSet<string> names = [.. layer.Methods];
        int known;
        do
        {
            known = names.Count;
            names.UnionWith(Named(files.SelectMany(file => file.Methods)).SelectMany(CalledBy).ToList());
        }
        while (names.Count > known);

        return string.Join("\n\n", Named(Methods).Select(method => WithoutIndent(method.ToFullString().Trim('\r', '\n'))));

        IEnumerable<MethodDeclarationSyntax> Named(IEnumerable<MethodDeclarationSyntax> methods) =>
            methods.Where(method => names.Contains(method.Identifier.ValueText));
    }

    /// <summary>What a method calls of other classes: kernels call what is beside them by its name alone.</summary>
    private static IEnumerable<string> CalledBy(MethodDeclarationSyntax method) => method.DescendantNodes()
        .OfType<InvocationExpressionSyntax>()
        .Select(call => call.Expression)
        .OfType<MemberAccessExpressionSyntax>()
        .Select(member => member.Name.Identifier.ValueText);

    private static string WithoutIndent(string text)
    {
        string[] lines = text.Split('\n');
        int indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join("\n", lines.Select(line => line.Length > indent ? line[indent..] : line.TrimStart())).TrimEnd();
    }
}

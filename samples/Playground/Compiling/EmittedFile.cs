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

    /// <summary>The methods that compute a layer, as they are written; empty where there are none in this file.</summary>
    public string MethodsOf(LayerView layer)
    {
        IEnumerable<string> methods = Tree.GetRoot().DescendantNodes(node => node is not BlockSyntax)
            .OfType<MethodDeclarationSyntax>()
            .Where(method => layer.Methods.Contains(method.Identifier.ValueText))
            .Select(method => WithoutIndent(method.ToFullString().Trim('\r', '\n')));
        return string.Join("\n\n", methods);
    }

    private static string WithoutIndent(string text)
    {
        string[] lines = text.Split('\n');
        int indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join("\n", lines.Select(line => line.Length > indent ? line[indent..] : line.TrimStart())).TrimEnd();
    }
}

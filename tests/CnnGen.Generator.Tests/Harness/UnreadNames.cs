using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>
/// Finds what emitted code declares and nobody reads. The compiler says so only of locals that are set to constants, or never; not of
/// vectors, references, spans and parameters.
/// </summary>
internal static class UnreadNames
{
    /// <summary>The locals in the generated files of a compilation, each with its declaration.</summary>
    public static IReadOnlyList<string> Find(Compilation compilation) =>
        compilation.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).AsParallel().AsOrdered().SelectMany(Find).ToList();

    public static IEnumerable<string> Find(SyntaxTree tree) => tree.GetRoot()
        .DescendantNodes(node => node is not MemberDeclarationSyntax || HasMembers(node))
        .Where(node => node is MemberDeclarationSyntax && !HasMembers(node))
        .SelectMany(Find);

    private static bool HasMembers(SyntaxNode node) => node is TypeDeclarationSyntax or BaseNamespaceDeclarationSyntax;

    private static IEnumerable<string> Find(SyntaxNode member)
    {
        // Of each name, in order: a long method has as many locals as it has lines.
        ILookup<string, IdentifierNameSyntax> uses = member.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(use => !IsMember(use))
            .ToLookup(use => use.Identifier.Text);
        foreach (VariableDeclaratorSyntax local in member.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            if (local.Parent is not VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax or ForStatementSyntax } declaration) continue;
            SyntaxNode scope = declaration.Parent is ForStatementSyntax loop ? loop : declaration.Parent!.Parent!;
            string name = local.Identifier.Text;
            bool isReference = declaration.Type is RefTypeSyntax;
            if (!uses[name].Any(use => scope.Span.Contains(use.Span) && !IsSet(use, name, isReference)))
            {
                yield return $"{member.SyntaxTree.FilePath}: {declaration.Type} {local}";
            }
        }
    }

    private static bool IsMember(IdentifierNameSyntax use) => use.Parent is MemberAccessExpressionSyntax access && access.Name == use;

    /// <summary>Whether a use only sets the name, or is there to set it.</summary>
    private static bool IsSet(IdentifierNameSyntax use, string name, bool isReference)
    {
        for (SyntaxNode node = use; node.Parent is ExpressionSyntax or ExpressionStatementSyntax or ArgumentSyntax or ArgumentListSyntax; node = node.Parent)
        {
            if (node.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } assignment && target.Identifier.Text == name)
            {
                // Through a reference somebody else's number is set.
                bool sets = !isReference || assignment.Right is RefExpressionSyntax;
                if (sets && IsStatement(assignment)) return true;
            }

            if (node.Parent is PostfixUnaryExpressionSyntax { Parent: ExpressionStatementSyntax } && !isReference) return true;
        }

        return false;
    }

    /// <summary>Whether nobody takes an assignment's value, or only such as set others.</summary>
    private static bool IsStatement(AssignmentExpressionSyntax assignment) => assignment.Parent is ExpressionStatementSyntax;
}

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

    public static IEnumerable<string> Find(SyntaxTree tree)
    {
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            if (
                node is not VariableDeclaratorSyntax
                {
                    Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax or ForStatementSyntax } declaration,
                } local)
            {
                continue;
            }

            SyntaxNode scope = declaration.Parent is ForStatementSyntax loop ? loop : declaration.Parent!.Parent!;
            if (!IsRead(scope, local.Identifier.Text, declaration.Type is RefTypeSyntax)) yield return $"{tree.FilePath}: {declaration.Type} {local}";
        }
    }

    private static bool IsRead(SyntaxNode scope, string name, bool isReference) =>
        scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(use => use.Identifier.Text == name && !IsMember(use) && !IsSet(use, name, isReference));

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

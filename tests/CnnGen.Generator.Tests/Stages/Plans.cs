using System.Linq;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Parsing;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>The stages one by one, without the pipeline.</summary>
internal static class Plans
{
    public static ParsedDeclaration Parse(string attributes)
    {
        CSharpCompilation compilation = RunOptions.Default.Compile([Source.Network(attributes)]);
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        TypeDeclarationSyntax node = tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().Single();
        return DeclarationParser.Parse(compilation.GetSemanticModel(tree).GetDeclaredSymbol(node)!, node, compilation, NetworkSizes.Constants, default)!;
    }

    public static CheckedNetwork Check(string attributes) => NetworkChecker.Check(Parse(attributes).Declaration);

    public static NetworkModel Model(string attributes) => Check(attributes).Model!;

    public static NetworkPlan Of(string attributes) => Planner.Plan(Model(attributes));
}

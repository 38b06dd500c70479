using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Playground.Compiling;

/// <summary>
/// Declares a network's twin, in which every layer's tensor is an output: it shows what the network itself never keeps, such as what a pool drops. The twin
/// has no loss, and takes one sample a call.
/// </summary>
internal static class Watching
{
    private const string Prefix = "seen";

    // What a twin has no use for.
    private static readonly string[] Dropped = ["Batch", "ForwardOnly", "InputGradient", "Weights", "MaxBytes"];

    /// <summary>The text with the twin in the network's place.</summary>
    /// <param name="draft">The text.</param>
    /// <param name="network">The network.</param>
    /// <param name="outputs">The name of the output that shows a layer, by the layer's number.</param>
    public static string Rewrite(Draft draft, NetworkView network, out Dictionary<int, string> outputs)
    {
        SemanticModel semantics = draft.Semantics;
        SyntaxNode root = draft.Tree.GetRoot();
        ClassDeclarationSyntax declaration = root.DescendantNodes().OfType<ClassDeclarationSyntax>()
            .First(one => one.Identifier.ValueText == network.Name && one.AttributeLists.Count > 0);
        List<AttributeSyntax> attributes = [.. declaration.AttributeLists.SelectMany(list => list.Attributes)];
        List<string> written = [];
        outputs = [];
        for (int i = 0; i < attributes.Count; i++)
        {
            string kind = KindOf(attributes[i]);
            if (kind is "Loss" or "Optimizer") continue;
            written.Add(kind == "Network" ? WithoutDropped(attributes[i]) : attributes[i].ToString());
            int number = kind == "Layer" ? NumberOf(attributes[i]) : -1;
            if (number < 0 || network.Layers[number].OnlyNames) continue;

            // An output that is declared shows the layer before it already.
            bool isShown = i + 1 < attributes.Count && NumberOf(attributes[i + 1]) is >= 0 and var next && network.Layers[next].Kind == "Output";
            outputs[number] = isShown ? (string)semantics.GetConstantValue(attributes[i + 1].ArgumentList!.Arguments[0].Expression).Value! : Prefix + number;
            if (!isShown) written.Add($"CnnGen.Output(\"{Prefix}{number}\")");
        }

        string head = string.Concat(written.Select(attribute => $"[{attribute}]\n"));
        string body = declaration.WithAttributeLists(default).ToString();
        return draft.Text.Remove(declaration.Span.Start, declaration.Span.Length).Insert(declaration.Span.Start, head + body);

        // Network, Layer, Loss or Optimizer: the attribute's class, or what it derives from.
        string KindOf(AttributeSyntax attribute)
        {
            for (ITypeSymbol? type = semantics.GetTypeInfo(attribute).Type; type != null; type = type.BaseType)
            {
                if (type.ContainingNamespace?.ToString() != "CnnGen") break;
                string name = type.Name.Replace("Attribute", "");
                if (name is "Network" or "Layer" or "Loss" or "Optimizer") return name;
            }

            return "";
        }

        int NumberOf(AttributeSyntax attribute) => network.Layers.Select((layer, number) => (layer, number))
            .Where(item => item.layer.Start == attribute.SpanStart)
            .Select(item => item.number)
            .DefaultIfEmpty(-1)
            .First();
    }

    private static string WithoutDropped(AttributeSyntax network)
    {
        IEnumerable<AttributeArgumentSyntax> kept = network.ArgumentList!.Arguments.Where(argument => !Dropped.Contains(argument.NameEquals?.Name.Identifier.ValueText));
        return network.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SeparatedList(kept))).ToString();
    }
}

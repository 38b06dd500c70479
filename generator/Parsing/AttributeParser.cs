using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Parsing;

/// <summary>One attribute to a record.</summary>
internal static class AttributeParser
{
    private const string Suffix = "Attribute";

    /// <summary>The kind of one of CnnGen's attributes; null for any other.</summary>
    public static string? Kind(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { ContainingType: null, ContainingNamespace: { Name: "CnnGen", ContainingNamespace.IsGlobalNamespace: true } } type) return null;
        if (!type.Name.EndsWith(Suffix, System.StringComparison.Ordinal)) return null;
        string name = type.Name.Substring(0, type.Name.Length - Suffix.Length);
        return Catalogue.Knows(name) ? name : null;
    }

    public static ParsedAttribute? Parse(AttributeData attribute, TypeDeclarationSyntax node, CancellationToken token)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(token) is not AttributeSyntax syntax) return null;

        var arguments = new List<Argument>();
        bool isBroken = attribute.AttributeConstructor == null;
        for (int i = 0; i < attribute.ConstructorArguments.Length && !isBroken; i++)
        {
            isBroken |= !TryRead(attribute.AttributeConstructor!.Parameters[i].Name, attribute.ConstructorArguments[i], arguments);
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments) isBroken |= !TryRead(named.Key, named.Value, arguments);

        // A named argument that the compiler could not bind is not among the bound ones.
        SeparatedSyntaxList<AttributeArgumentSyntax> written = syntax.ArgumentList?.Arguments ?? default;
        isBroken |= written.Count(argument => argument.NameEquals != null) != attribute.NamedArguments.Length;

        bool isStray = syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() != node;
        var annotation = new Annotation(Kind(attribute)!, arguments.ToEquatableArray(), isBroken, isStray);
        return new ParsedAttribute(annotation, new AnnotationSpans(SourceSpan.Of(syntax.SyntaxTree, syntax.Span), Spans(attribute, written)));
    }

    private static bool TryRead(string name, TypedConstant constant, List<Argument> arguments)
    {
        if (constant.Kind is not (TypedConstantKind.Primitive or TypedConstantKind.Enum)) return false;
        arguments.Add(new Argument(name, constant.Value));
        return true;
    }

    private static EquatableArray<NamedSpan> Spans(AttributeData attribute, SeparatedSyntaxList<AttributeArgumentSyntax> written)
    {
        var spans = new List<NamedSpan>();
        for (int i = 0; i < written.Count; i++)
        {
            string? name = written[i].NameEquals?.Name.Identifier.ValueText
                ?? written[i].NameColon?.Name.Identifier.ValueText
                ?? (i < attribute.AttributeConstructor?.Parameters.Length ? attribute.AttributeConstructor.Parameters[i].Name : null);
            if (name != null) spans.Add(new NamedSpan(name, SourceSpan.Of(written[i].SyntaxTree, written[i].Span)));
        }

        return spans.ToEquatableArray();
    }
}

/// <summary>An attribute and where it stands.</summary>
internal sealed record ParsedAttribute(Annotation Annotation, AnnotationSpans Spans);

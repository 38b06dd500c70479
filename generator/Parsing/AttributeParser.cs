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
        if (attribute.AttributeClass is not { ContainingType: null, ContainingNamespace: { Name: "CnnGen", ContainingNamespace.IsGlobalNamespace: true } } type)
        {
            return null;
        }

        if (!type.Name.EndsWith(Suffix, System.StringComparison.Ordinal)) return null;
        string name = type.Name.Substring(0, type.Name.Length - Suffix.Length);
        return Catalogue.Knows(name) ? name : null;
    }

    /// <summary>What an unknown attribute is called, and what of CnnGen's its name looks like; null where it is known, or looks like nothing.</summary>
    public static (string Written, string Meant)? Lookalike(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { TypeKind: TypeKind.Error } || attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
        {
            return null;
        }

        NameSyntax name = syntax.Name is QualifiedNameSyntax qualified ? qualified.Right
            : syntax.Name is AliasQualifiedNameSyntax alias ? alias.Name
            : syntax.Name;
        if (name is not IdentifierNameSyntax { Identifier.ValueText: { } written }) return null;
        if (written.EndsWith(Suffix, System.StringComparison.Ordinal) && written.Length > Suffix.Length)
        {
            written = written.Substring(0, written.Length - Suffix.Length);
        }

        return OtherNames.OfAttribute(written) is { } meant ? (written, meant) : null;
    }

    public static ParsedAttribute? Parse(AttributeData attribute, TypeDeclarationSyntax node, ConstantReader constants, CancellationToken token)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(token) is not AttributeSyntax syntax) return null;
        bool isStray = syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() != node;
        SourceSpan whole = SourceSpan.Of(syntax.SyntaxTree, syntax.Span);
        SeparatedSyntaxList<AttributeArgumentSyntax> written = syntax.ArgumentList?.Arguments ?? default;
        if (Lookalike(attribute) is { } lookalike)
        {
            EquatableArray<string> values = written.Select(argument => argument.Expression.ToString()).ToEquatableArray();
            return new ParsedAttribute(
                new Annotation(lookalike.Written, default, IsBroken: false, isStray, lookalike.Meant) { Written = values },
                new AnnotationSpans(whole, default),
                new List<Unread>(),
                new List<ArgumentProblem>());
        }

        Reading reading = IsWhole(attribute, written) && !constants.NamesMember(syntax) ? ReadBound(attribute) : ReadWritten(attribute, syntax, constants);
        var annotation = new Annotation(
            Kind(attribute)!,
            reading.Arguments.ToEquatableArray(),
            reading.IsBroken,
            isStray)
        { Misnamings = Misnamings(attribute, written).ToEquatableArray() };
        return new ParsedAttribute(annotation, new AnnotationSpans(whole, Spans(reading.Constructor, written)), reading.Unread, reading.Problems);
    }

    /// <summary>Whether the compiler could bind all of it; a named argument that it could not bind is not among the bound ones.</summary>
    private static bool IsWhole(AttributeData attribute, SeparatedSyntaxList<AttributeArgumentSyntax> written) =>
        attribute.AttributeConstructor != null
        && written.Count(argument => argument.NameEquals != null) == attribute.NamedArguments.Length
        && attribute.ConstructorArguments
            .Concat(attribute.NamedArguments.Select(named => named.Value))
            .All(constant => constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum or TypedConstantKind.Array);

    private static Reading ReadBound(AttributeData attribute)
    {
        var reading = new Reading(attribute.AttributeConstructor);
        for (int i = 0; i < attribute.ConstructorArguments.Length; i++)
        {
            reading.Arguments.Add(new Argument(attribute.AttributeConstructor!.Parameters[i].Name, ValueOf(attribute.ConstructorArguments[i])));
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments) reading.Arguments.Add(new Argument(named.Key, ValueOf(named.Value)));
        return reading;
    }

    /// <summary>A constant as a value; an array, of numbers here, as one that compares them.</summary>
    private static object? ValueOf(TypedConstant constant)
    {
        if (constant.Kind != TypedConstantKind.Array) return constant.Value;
        return constant.IsNull ? null : constant.Values.Select(item => item.Value).OfType<double>().ToEquatableArray();
    }

    /// <summary>Reads what is written, argument by argument, where the compiler cannot bind it: not yet, or not at all.</summary>
    private static Reading ReadWritten(AttributeData attribute, AttributeSyntax syntax, ConstantReader constants)
    {
        ResolvedAttribute resolved = constants.Resolve(syntax);
        SeparatedSyntaxList<AttributeArgumentSyntax> written = resolved.Syntax.ArgumentList?.Arguments ?? default;
        INamedTypeSymbol type = attribute.AttributeClass!;
        IMethodSymbol? constructor = attribute.AttributeConstructor ?? resolved.Model.GetSymbolInfo(resolved.Syntax).Symbol as IMethodSymbol
            ?? ConstructorFor(type, written);
        var reading = new Reading(constructor) { IsBroken = constructor == null };
        for (int i = 0; i < written.Count; i++)
        {
            string? name = NameOf(written[i], i, constructor);
            ITypeSymbol? target = written[i].NameEquals == null
                ? constructor?.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Type
                : PropertyOf(type, name!)?.Type;
            if (name == null || target == null || reading.Arguments.Any(argument => argument.Name == name))
            {
                reading.IsBroken = true;
            }
            else if (resolved.Unread[i] is { } unread && unread.Kind != UnreadKind.ByCompiler)
            {
                reading.Arguments.Add(new Argument(name, null, IsKnown: false));
                reading.Unread.Add(unread);
                reading.Report(name, unread, type);
            }
            else if (Conversions.TryConvert(written[i].Expression, resolved.Model, target, out object? value))
            {
                reading.Arguments.Add(new Argument(name, value));
            }
            else
            {
                reading.IsBroken = true;
                reading.Arguments.Add(new Argument(name, null, IsKnown: false));
            }
        }

        // Defaults are arguments too, where the compiler binds an attribute.
        IEnumerable<IParameterSymbol> left = constructor?.Parameters.Where(parameter =>
            parameter.HasExplicitDefaultValue && reading.Arguments.All(argument => argument.Name != parameter.Name))
            ?? Enumerable.Empty<IParameterSymbol>();
        reading.Arguments.AddRange(left.Select(parameter => new Argument(parameter.Name, parameter.ExplicitDefaultValue)).ToList());
        return reading;
    }

    /// <summary>The only constructor that takes arguments of such number and names, whatever their types.</summary>
    private static IMethodSymbol? ConstructorFor(INamedTypeSymbol type, SeparatedSyntaxList<AttributeArgumentSyntax> written)
    {
        List<string?> names = written.Where(argument => argument.NameEquals == null).Select(argument => argument.NameColon?.Name.Identifier.ValueText).ToList();
        List<IMethodSymbol> fitting = type.InstanceConstructors.Where(Fits).ToList();
        return fitting.Count == 1 ? fitting[0] : null;

        bool Fits(IMethodSymbol constructor) =>
            names.Count <= constructor.Parameters.Length
            && names.All(name => name == null || constructor.Parameters.Any(parameter => parameter.Name == name))
            && constructor.Parameters
                .Where((parameter, i) => !parameter.IsOptional && !(i < names.Count && names[i] == null) && !names.Contains(parameter.Name))
                .All(_ => false);
    }

    private static string? NameOf(AttributeArgumentSyntax argument, int index, IMethodSymbol? constructor) =>
        WrittenName(argument) ?? (index < constructor?.Parameters.Length ? constructor.Parameters[index].Name : null);

    private static string? WrittenName(AttributeArgumentSyntax argument) => (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText;

    private static IPropertySymbol? PropertyOf(INamedTypeSymbol type, string name) => Properties(type).FirstOrDefault(property => property.Name == name);

    /// <summary>What can be given by name.</summary>
    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? part = type; part != null; part = part.BaseType)
        {
            foreach (IPropertySymbol property in part.GetMembers()
                .OfType<IPropertySymbol>()
                .Where(property => property.SetMethod is { DeclaredAccessibility: Accessibility.Public }))
            {
                yield return property;
            }
        }
    }

    private static IEnumerable<Misnaming> Misnamings(AttributeData attribute, SeparatedSyntaxList<AttributeArgumentSyntax> written)
    {
        INamedTypeSymbol type = attribute.AttributeClass!;
        List<string> properties = Properties(type).Select(property => property.Name).ToList();
        List<string> parameters = type.InstanceConstructors
            .SelectMany(constructor => constructor.Parameters)
            .Select(parameter => parameter.Name)
            .Distinct()
            .ToList();
        for (int i = 0; i < written.Count; i++)
        {
            if (Meant(written[i]) is not { } meant) continue;
            bool isProperty = properties.Contains(meant);

            // What is misnamed itself is in nobody's way: it becomes what it was meant to be.
            bool isInOrder = (isProperty ? written.Skip(i + 1) : written.Take(i)).All(other =>
                (other.NameEquals != null) == isProperty || (Meant(other) is { } its && properties.Contains(its) == isProperty));
            yield return new Misnaming(WrittenName(written[i])!, meant, isProperty, isInOrder);
        }

        string? Meant(AttributeArgumentSyntax argument) =>
            WrittenName(argument) is { } name && !(argument.NameEquals != null ? properties : parameters).Contains(name)
                ? OtherNames.OfArgument(name, properties, parameters)
                : null;
    }

    private static EquatableArray<NamedSpan> Spans(IMethodSymbol? constructor, SeparatedSyntaxList<AttributeArgumentSyntax> written)
    {
        var spans = new List<NamedSpan>();
        for (int i = 0; i < written.Count; i++)
        {
            if (NameOf(written[i], i, constructor) is { } name) spans.Add(new NamedSpan(name, SourceSpan.Of(written[i].SyntaxTree, written[i].Span)));
        }

        return spans.ToEquatableArray();
    }

    /// <summary>What is read of an attribute.</summary>
    private sealed class Reading
    {
        public Reading(IMethodSymbol? constructor) => Constructor = constructor;

        public IMethodSymbol? Constructor { get; }

        public List<Argument> Arguments { get; } = new();

        public List<Unread> Unread { get; } = new();

        public List<ArgumentProblem> Problems { get; } = new();

        public bool IsBroken { get; set; }

        public void Report(string argument, Unread unread, INamedTypeSymbol attribute)
        {
            string subject = $"{argument} of {attribute.Name.Substring(0, attribute.Name.Length - Suffix.Length)}";
            if (unread.Kind == UnreadKind.Unknown) Problems.Add(new ArgumentProblem(Rules.UnknownConstant.Id, argument, unread, subject));
            else if (unread.Kind == UnreadKind.Circle) Problems.Add(new ArgumentProblem(Rules.Circle.Id, argument, unread, subject));
        }
    }
}

/// <summary>An attribute, where it stands, and what could not be read of it.</summary>
internal sealed record ParsedAttribute(Annotation Annotation, AnnotationSpans Spans, IReadOnlyList<Unread> Unread, IReadOnlyList<ArgumentProblem> Problems);

/// <summary>A complaint about an argument that could not be read.</summary>
internal sealed record ArgumentProblem(string Id, string Argument, Unread Unread, string Subject);

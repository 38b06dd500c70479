using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Parsing;

/// <summary>
/// Constants that are not there yet: the members that other networks are given. Where one is named, its value is put in its place, and the
/// compiler itself evaluates what it then reads.
/// </summary>
internal sealed class ConstantReader
{
    // Deeper than anybody writes, and not so deep that the stack ends.
    private const int Deepest = 200;

    private readonly Compilation compilation;
    private readonly NetworkConstants constants;
    private readonly CancellationToken token;
    private readonly Dictionary<ISymbol, Dictionary<string, (object? Value, Unread? Unread)>> read = new(SymbolEqualityComparer.Default);
    private readonly List<(ISymbol Symbol, string Name)> open = new();

    public ConstantReader(Compilation compilation, NetworkConstants constants, CancellationToken token)
    {
        this.compilation = compilation;
        this.constants = constants;
        this.token = token;
    }

    /// <summary>The attribute with the values of constants in the place of their names, and what could not be read of each argument.</summary>
    public ResolvedAttribute Resolve(AttributeSyntax attribute)
    {
        SemanticModel model = compilation.GetSemanticModel(attribute.SyntaxTree);
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList?.Arguments ?? default;
        var names = new Dictionary<SyntaxNode, ExpressionSyntax>();
        ImmutableArray<Unread?> unread = arguments.Select(argument => Find(argument.Expression, model, names)).ToImmutableArray();
        AttributeSyntax resolved = Replace(attribute, names);
        return names.Count > 0 && model.TryGetSpeculativeSemanticModel(attribute.SpanStart, resolved, out SemanticModel? speculative)
            ? new ResolvedAttribute(resolved, speculative!, unread)
            : new ResolvedAttribute(attribute, model, unread);
    }

    /// <summary>Finds the names in an expression whose values are not there yet; gives what cannot be read of it.</summary>
    private Unread? Find(ExpressionSyntax expression, SemanticModel model, Dictionary<SyntaxNode, ExpressionSyntax> values)
    {
        token.ThrowIfCancellationRequested();
        if (model.GetConstantValue(expression, token).HasValue) return null;
        if (expression.ContainsDiagnostics) return Unread.ByCompiler;
        switch (expression)
        {
            case MemberAccessExpressionSyntax or SimpleNameSyntax:
                (object? value, Unread? unread) = ValueOf(expression, model);
                if (value != null) values[expression] = Literal(value);
                return unread;

            // Types, and what names a thing without reading it.
            case TypeSyntax or TypeOfExpressionSyntax or SizeOfExpressionSyntax or DefaultExpressionSyntax or InvocationExpressionSyntax:
                return expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()
                    .Where(name => name is not IdentifierNameSyntax { Identifier.ValueText: "nameof", Parent: InvocationExpressionSyntax })
                    .Where(name => model.GetSymbolInfo(name, token) is { Symbol: null, CandidateSymbols.IsEmpty: true })
                    .Select(name => Unread.Unknown(name.ToString()))
                    .FirstOrDefault();

            default:
                Unread? first = null;
                foreach (ExpressionSyntax part in Parts(expression))
                {
                    Unread? found = Find(part, model, values);
                    first = first == null || first.Kind == UnreadKind.ByCompiler ? found ?? first : first;
                }

                return first;
        }
    }

    /// <summary>The expressions directly inside another; a cast's type counts.</summary>
    private static IEnumerable<ExpressionSyntax> Parts(SyntaxNode node) =>
        node.ChildNodes().SelectMany(child => child is ExpressionSyntax expression ? new[] { expression } : Parts(child));

    /// <summary>The value of a name, if it is one that has to be put in, or why there is none.</summary>
    private (object? Value, Unread? Unread) ValueOf(ExpressionSyntax name, SemanticModel model)
    {
        SymbolInfo info = model.GetSymbolInfo(name, token);
        if (info.Symbol is IFieldSymbol { IsConst: true } field) return ValueOf(field);

        // It is there and no constant, or not to be reached: that stays an error, whatever is generated.
        if (info.Symbol != null || !info.CandidateSymbols.IsEmpty) return (null, Unread.ByCompiler);
        if (name is SimpleNameSyntax simple)
        {
            INamedTypeSymbol? owner = Scopes(simple, model).FirstOrDefault(type => Owner(type, simple.Identifier.ValueText) != null);
            return owner == null ? (null, Unread.Unknown(name.ToString())) : ValueOf(Owner(owner, simple.Identifier.ValueText)!, simple.Identifier.ValueText);
        }

        var access = (MemberAccessExpressionSyntax)name;
        string member = access.Name.Identifier.ValueText;
        SymbolInfo receiver = model.GetSymbolInfo(access.Expression, token);
        if (receiver is { Symbol: null, CandidateSymbols.IsEmpty: true } or { Symbol: INamedTypeSymbol { TypeKind: TypeKind.Error } }) return (null, Unread.Unknown(name.ToString()));
        if (receiver.Symbol is not INamedTypeSymbol type) return (null, Unread.ByCompiler);
        if (Owner(type, member) is { } network) return ValueOf(network, member);
        return (null, IsClosed(type) || IsMisspelt(type, member) ? Unread.ByCompiler : Unread.Unknown(name.ToString()));
    }

    /// <summary>The value of a constant that the compilation declares, where the compiler does not know it.</summary>
    private (object? Value, Unread? Unread) ValueOf(IFieldSymbol field)
    {
        if (field.HasConstantValue) return (null, null);
        if (field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(token) is not VariableDeclaratorSyntax { Initializer: { } initializer }) return (null, Unread.ByCompiler);
        if (!compilation.ContainsSyntaxTree(initializer.SyntaxTree)) return (null, Unread.Unknown(field.Name));
        return Once(field, field.Name, () => Evaluate(initializer, field.Type));
    }

    private (object? Value, Unread? Unread) Evaluate(EqualsValueClauseSyntax initializer, ITypeSymbol type)
    {
        SemanticModel model = compilation.GetSemanticModel(initializer.SyntaxTree);
        var names = new Dictionary<SyntaxNode, ExpressionSyntax>();
        if (Find(initializer.Value, model, names) is { } unread) return (null, unread);
        EqualsValueClauseSyntax resolved = Replace(initializer, names);
        if (!model.TryGetSpeculativeSemanticModel(initializer.SpanStart, resolved, out SemanticModel? speculative)) return (null, Unread.ByCompiler);
        return Conversions.TryConvert(resolved.Value, speculative!, type, out object? value) && value != null ? (value, null) : (null, Unread.ByCompiler);
    }

    /// <summary>The value of a constant that a network of this compilation is given.</summary>
    private (object? Value, Unread? Unread) ValueOf(INamedTypeSymbol network, string name) => Once(network, name, () =>
    {
        (int? value, Unread? unread) = constants.Read(network, name, this, token);
        return value == null ? (null, unread ?? Unread.Elsewhere) : (value, null);
    });

    /// <summary>Reads a constant, unless it is read already, or is being read and so depends on itself.</summary>
    private (object? Value, Unread? Unread) Once(ISymbol symbol, string name, Func<(object? Value, Unread? Unread)> evaluate)
    {
        if (!read.TryGetValue(symbol, out Dictionary<string, (object? Value, Unread? Unread)>? values)) read[symbol] = values = new();
        if (values.TryGetValue(name, out (object? Value, Unread? Unread) known)) return known;
        int first = open.FindIndex(item => item.Name == name && SymbolEqualityComparer.Default.Equals(item.Symbol, symbol));
        if (first >= 0) return (null, Circle(open.Skip(first).ToList()));
        if (open.Count == Deepest) return (null, Unread.Unknown(Describe((symbol, name))));

        open.Add((symbol, name));
        try
        {
            return values[name] = evaluate();
        }
        finally
        {
            open.RemoveAt(open.Count - 1);
        }
    }

    private static Unread Circle(List<(ISymbol Symbol, string Name)> circle)
    {
        // Without a network in it the circle is one of the user's own constants.
        List<INamedTypeSymbol> networks = circle.Select(item => item.Symbol).OfType<INamedTypeSymbol>().ToList();
        return networks.Count == 0 ? Unread.ByCompiler : Unread.Circle(string.Join(" → ", circle.Append(circle[0]).Select(Describe)), networks);
    }

    private static string Describe((ISymbol Symbol, string Name) constant) => $"{(constant.Symbol is INamedTypeSymbol network ? network : constant.Symbol.ContainingType).Name}.{constant.Name}";

    /// <summary>The network of this compilation, the type or one it inherits from, that is given a constant of that name.</summary>
    private INamedTypeSymbol? Owner(INamedTypeSymbol type, string name)
    {
        if (!constants.Names.Contains(name)) return null;
        for (INamedTypeSymbol? owner = type; owner != null; owner = owner.BaseType)
        {
            if (IsNetwork(owner)) return owner;
        }

        return null;
    }

    /// <summary>Whether a type is a network of this compilation, whose members are still to come.</summary>
    private bool IsNetwork(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(reference => compilation.ContainsSyntaxTree(reference.SyntaxTree)) && type.GetAttributes().Any(attribute => AttributeParser.Kind(attribute) == Catalogue.Network);

    private bool IsMisspelt(INamedTypeSymbol type, string name) => IsNetwork(type) && constants.Names.Any(other => Spelling.IsNear(name, other));

    /// <summary>Whether no generator can add a member to a type or to those it inherits from.</summary>
    private static bool IsClosed(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? part = type; part != null; part = part.BaseType)
        {
            if (part.TypeKind == TypeKind.Error) return false;
            if (part.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword))) return false;
        }

        return true;
    }

    /// <summary>The types whose constants a simple name may mean, in the order in which they are looked at.</summary>
    private IEnumerable<INamedTypeSymbol> Scopes(SimpleNameSyntax name, SemanticModel model)
    {
        foreach (TypeDeclarationSyntax around in name.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            if (model.GetDeclaredSymbol(around, token) is { } type) yield return type;
        }

        IEnumerable<UsingDirectiveSyntax> own = name.Ancestors().SelectMany(around => around switch
        {
            BaseNamespaceDeclarationSyntax space => space.Usings,
            CompilationUnitSyntax unit => unit.Usings,
            _ => default,
        });
        foreach (UsingDirectiveSyntax directive in own.Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.None)))
        {
            if (Static(directive, model) is { } type) yield return type;
        }

        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (tree.GetRoot(token) is not CompilationUnitSyntax unit) continue;
            foreach (UsingDirectiveSyntax directive in unit.Usings.Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)))
            {
                if (Static(directive, compilation.GetSemanticModel(tree)) is { } type) yield return type;
            }
        }
    }

    private INamedTypeSymbol? Static(UsingDirectiveSyntax directive, SemanticModel model) =>
        directive.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) && directive.Name is { } name ? model.GetSymbolInfo(name, token).Symbol as INamedTypeSymbol : null;

    private static T Replace<T>(T node, Dictionary<SyntaxNode, ExpressionSyntax> values) where T : SyntaxNode =>
        values.Count == 0 ? node : node.ReplaceNodes(values.Keys, (original, _) => values[original].WithTriviaFrom(original));

    private static ExpressionSyntax Literal(object value) => SyntaxFactory.ParseExpression(value switch
    {
        double.NaN => "(0.0 / 0.0)",
        double.PositiveInfinity => "(1.0 / 0.0)",
        double.NegativeInfinity => "(-1.0 / 0.0)",
        float.NaN => "(0f / 0f)",
        float.PositiveInfinity => "(1f / 0f)",
        float.NegativeInfinity => "(-1f / 0f)",
        decimal number => $"({SymbolDisplay.FormatPrimitive(number, quoteStrings: true, useHexadecimalNumbers: false)}m)",
        string or bool or char => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false),
        _ => $"(({Conversions.Keyword(value)})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)}))",
    });
}

/// <summary>An attribute whose constants can be evaluated.</summary>
/// <param name="Syntax">The attribute, with the values of other networks' constants in it.</param>
/// <param name="Model">What it means.</param>
/// <param name="Unread">What could not be read of each argument; null where nothing stands in the way.</param>
internal sealed record ResolvedAttribute(AttributeSyntax Syntax, SemanticModel Model, ImmutableArray<Unread?> Unread);

/// <summary>Why an expression could not be read.</summary>
/// <param name="Kind">Whose matter it is.</param>
/// <param name="Name">The name that could not be read, or the circle.</param>
/// <param name="Networks">The networks in the circle.</param>
internal sealed record Unread(UnreadKind Kind, string Name, IReadOnlyList<INamedTypeSymbol> Networks)
{
    public static Unread ByCompiler { get; } = new(UnreadKind.ByCompiler, "", Array.Empty<INamedTypeSymbol>());

    public static Unread Elsewhere { get; } = new(UnreadKind.Elsewhere, "", Array.Empty<INamedTypeSymbol>());

    public static Unread Unknown(string name) => new(UnreadKind.Unknown, name, Array.Empty<INamedTypeSymbol>());

    public static Unread Circle(string name, IReadOnlyList<INamedTypeSymbol> networks) => new(UnreadKind.Circle, name, networks);
}

internal enum UnreadKind
{
    /// <summary>The compiler reports it, whatever is generated yet.</summary>
    ByCompiler,

    /// <summary>Another network is at fault, where it is reported.</summary>
    Elsewhere,

    /// <summary>Nothing has that name, but another generator may still make it.</summary>
    Unknown,

    /// <summary>It depends on itself.</summary>
    Circle,
}

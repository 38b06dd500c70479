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
    private readonly Dictionary<ISymbol, Dictionary<string, ReadConstant>> read = new(SymbolEqualityComparer.Default);
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
        if (!NamesMember(expression) && model.GetConstantValue(expression, token).HasValue) return null;
        if (expression.ContainsDiagnostics) return Unread.ByCompiler;
        switch (expression)
        {
            case MemberAccessExpressionSyntax or SimpleNameSyntax:
                ReadConstant read = ValueOf(expression, model);
                if (read.IsNew) values[expression] = Literal(read, expression);
                return read.Unread;

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

    /// <summary>Whether a name in it may come to mean a member that a network is given, whatever it means now.</summary>
    public bool NamesMember(SyntaxNode node) =>
        node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => constants.Names.Contains(name.Identifier.ValueText));

    /// <summary>The value of a name, if it is one that has to be put in, or why there is none.</summary>
    private ReadConstant ValueOf(ExpressionSyntax name, SemanticModel model)
    {
        SymbolInfo info = model.GetSymbolInfo(name, token);
        var simple = name as SimpleNameSyntax;
        string member = (simple ?? ((MemberAccessExpressionSyntax)name).Name).Identifier.ValueText;
        INamedTypeSymbol? receiver = simple == null ? Receiver(((MemberAccessExpressionSyntax)name).Expression, model) : null;

        // What a network is given comes before what its base class or the types around it have, though the compiler sees only that yet.
        if (constants.Names.Contains(member))
        {
            IEnumerable<INamedTypeSymbol> places = simple != null ? Scopes(simple, model)
                : receiver != null ? new[] { receiver }
                : Enumerable.Empty<INamedTypeSymbol>();
            INamedTypeSymbol? owner = places
                .SelectMany(WithBases)
                .FirstOrDefault(type => IsNetwork(type) || SymbolEqualityComparer.Default.Equals(type, info.Symbol?.ContainingType));
            if (owner != null && IsNetwork(owner)) return ValueOf(owner, member);
        }

        if (info.Symbol is IFieldSymbol { IsConst: true } field) return ValueOf(field);

        // It is there and no constant, or not to be reached: that stays an error, whatever is generated.
        if (info.Symbol != null || !info.CandidateSymbols.IsEmpty) return Unread.ByCompiler;
        if (simple != null || receiver is { TypeKind: TypeKind.Error }) return Unread.Unknown(name.ToString());
        if (receiver != null) return IsClosed(receiver) || IsMisspelt(receiver, member) ? Unread.ByCompiler : Unread.Unknown(name.ToString());
        return model.GetSymbolInfo(((MemberAccessExpressionSyntax)name).Expression, token) is { Symbol: null, CandidateSymbols.IsEmpty: true }
            ? Unread.Unknown(name.ToString())
            : Unread.ByCompiler;
    }

    /// <summary>The type whose member is named, if it is a type's; so it is where a value has its type's name.</summary>
    private INamedTypeSymbol? Receiver(ExpressionSyntax expression, SemanticModel model)
    {
        if (model.GetSymbolInfo(expression, token).Symbol is INamedTypeSymbol type) return type;
        if (expression is not SimpleNameSyntax) return null;
        var named = model.GetSpeculativeTypeInfo(expression.SpanStart, expression, SpeculativeBindingOption.BindAsTypeOrNamespace).Type as INamedTypeSymbol;
        return named != null && SymbolEqualityComparer.Default.Equals(named, model.GetTypeInfo(expression, token).Type) ? named : null;
    }

    /// <summary>The value of a constant that the compilation declares, where the compiler does not know it.</summary>
    private ReadConstant ValueOf(IFieldSymbol field)
    {
        if (field.HasConstantValue) return ReadConstant.Known;
        SyntaxNode? syntax = field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(token);
        if (syntax == null || !compilation.ContainsSyntaxTree(syntax.SyntaxTree)) return Unread.Unknown(field.Name);
        return syntax switch
        {
            VariableDeclaratorSyntax { Initializer: { } initializer } => Once(field, field.Name, () => Evaluate(initializer, field.Type)),
            EnumMemberDeclarationSyntax member => Once(field, field.Name, () => Evaluate(member, field.ContainingType)),
            _ => Unread.ByCompiler,
        };
    }

    private ReadConstant Evaluate(EqualsValueClauseSyntax initializer, ITypeSymbol type)
    {
        SemanticModel model = compilation.GetSemanticModel(initializer.SyntaxTree);
        var names = new Dictionary<SyntaxNode, ExpressionSyntax>();
        if (Find(initializer.Value, model, names) is { } unread) return unread;
        EqualsValueClauseSyntax resolved = Replace(initializer, names);
        if (!model.TryGetSpeculativeSemanticModel(initializer.SpanStart, resolved, out SemanticModel? speculative)) return Unread.ByCompiler;
        return Conversions.TryConvert(resolved.Value, speculative!, type, out object? value) ? new ReadConstant(value, type) : Unread.ByCompiler;
    }

    /// <summary>A member of an enum without a value of its own counts on from the last that has one.</summary>
    private ReadConstant Evaluate(EnumMemberDeclarationSyntax member, INamedTypeSymbol type)
    {
        List<EnumMemberDeclarationSyntax> members = ((EnumDeclarationSyntax)member.Parent!).Members.ToList();
        int index = members.IndexOf(member), last = members.FindLastIndex(index, other => other.EqualsValue != null);
        if (last < 0) return Unread.ByCompiler;
        ReadConstant start = Evaluate(members[last].EqualsValue!, type.EnumUnderlyingType!);
        if (!start.IsNew) return start;
        return Conversions.TryAdd(start.Value!, index - last, out object? value) ? new ReadConstant(value, type) : Unread.ByCompiler;
    }

    /// <summary>The value of a constant that a network of this compilation is given.</summary>
    private ReadConstant ValueOf(INamedTypeSymbol network, string name) => Once(network, name, () =>
    {
        (int? value, Unread? unread) = constants.Read(network, name, this, token);
        return value == null ? unread ?? Unread.Elsewhere : new ReadConstant(value, compilation.GetSpecialType(SpecialType.System_Int32));
    });

    /// <summary>Reads a constant, unless it is read already, or is being read and so depends on itself.</summary>
    private ReadConstant Once(ISymbol symbol, string name, Func<ReadConstant> evaluate)
    {
        if (!read.TryGetValue(symbol, out Dictionary<string, ReadConstant>? values)) read[symbol] = values = new();
        if (values.TryGetValue(name, out ReadConstant? known)) return known;
        int first = open.FindIndex(item => item.Name == name && SymbolEqualityComparer.Default.Equals(item.Symbol, symbol));
        if (first >= 0) return Circle(open.Skip(first).ToList());
        if (open.Count == Deepest) return Unread.Unknown(Describe((symbol, name)));

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

    private static string Describe((ISymbol Symbol, string Name) constant) =>
        $"{(constant.Symbol is INamedTypeSymbol network ? network : constant.Symbol.ContainingType).Name}.{constant.Name}";

    /// <summary>A type and those it inherits from, the nearest first.</summary>
    private static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? part = type; part != null; part = part.BaseType) yield return part;
    }

    /// <summary>Whether a type is a network of this compilation, whose members are still to come.</summary>
    private bool IsNetwork(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(reference => compilation.ContainsSyntaxTree(reference.SyntaxTree))
            && type.GetAttributes().Any(attribute => AttributeParser.Kind(attribute) == Catalogue.Network);

    private bool IsMisspelt(INamedTypeSymbol type, string name) => IsNetwork(type) && constants.Names.Any(other => Spelling.IsNear(name, other));

    /// <summary>Whether no generator can add a member to a type or to those it inherits from.</summary>
    private static bool IsClosed(INamedTypeSymbol type)
    {
        foreach (INamedTypeSymbol part in WithBases(type))
        {
            if (part.TypeKind == TypeKind.Error) return false;
            if (part.DeclaringSyntaxReferences.Any(IsPartial)) return false;
        }

        return true;

        static bool IsPartial(SyntaxReference reference) =>
            reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword);
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
        directive.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) && directive.Name is { } name
            ? model.GetSymbolInfo(name, token).Symbol as INamedTypeSymbol
            : null;

    private static T Replace<T>(T node, Dictionary<SyntaxNode, ExpressionSyntax> values) where T : SyntaxNode =>
        values.Count == 0 ? node : node.ReplaceNodes(values.Keys, (original, _) => values[original].WithTriviaFrom(original));

    /// <summary>What has a constant's value and type. Among an enum's own members all are numbers.</summary>
    private static ExpressionSyntax Literal(ReadConstant constant, ExpressionSyntax place)
    {
        string value = constant.Value switch
        {
            null => "null",
            double.NaN => "(0.0 / 0.0)",
            double.PositiveInfinity => "(1.0 / 0.0)",
            double.NegativeInfinity => "(-1.0 / 0.0)",
            float.NaN => "(0f / 0f)",
            float.PositiveInfinity => "(1f / 0f)",
            float.NegativeInfinity => "(-1f / 0f)",
            decimal number => $"{SymbolDisplay.FormatPrimitive(number, quoteStrings: true, useHexadecimalNumbers: false)}m",
            { } other => SymbolDisplay.FormatPrimitive(other, quoteStrings: true, useHexadecimalNumbers: false),
        };
        ITypeSymbol type = constant.Type!.TypeKind == TypeKind.Enum && place.FirstAncestorOrSelf<EnumMemberDeclarationSyntax>() != null
            ? ((INamedTypeSymbol)constant.Type).EnumUnderlyingType!
            : constant.Type;
        return SyntaxFactory.ParseExpression($"(({type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})({value}))");
    }
}

/// <summary>What a name stands for.</summary>
/// <param name="Value">Its value, as its type or the type beneath it has it.</param>
/// <param name="Type">Its type; null where there is no value to put in.</param>
/// <param name="Unread">Why there is none; null where the compiler knows it.</param>
internal sealed record ReadConstant(object? Value, ITypeSymbol? Type, Unread? Unread = null)
{
    public static ReadConstant Known { get; } = new(null, null);

    /// <summary>Whether the compiler does not know its value yet.</summary>
    public bool IsNew => Type != null;

    public static implicit operator ReadConstant(Unread unread) => new(null, null, unread);
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

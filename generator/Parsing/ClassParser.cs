using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Parsing;

/// <summary>Whether a class can be completed, and how generated code spells it.</summary>
internal static class ClassParser
{
    /// <summary>What the list of members calls the two public constructors.</summary>
    public const string DefaultConstructor = ".ctor()", SeedConstructor = ".ctor(int)";

    private const string SharedState = "SharedState", SharedConstructor = ".ctor(SharedState)";

    private static readonly SymbolDisplayFormat NamespaceFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>Whether a node declares a class that has a name; on anything else the compiler already refuses the attributes.</summary>
    public static bool IsClass(SyntaxNode node) =>
        (node is ClassDeclarationSyntax or RecordDeclarationSyntax { RawKind: (int)SyntaxKind.RecordDeclaration })
            && !((TypeDeclarationSyntax)node).Identifier.IsMissing;

    public static TypeIdentity Identify(INamedTypeSymbol symbol, TypeDeclarationSyntax node)
    {
        INamespaceSymbol space = symbol.ContainingNamespace;
        string fullNamespace = space.IsGlobalNamespace ? "" : space.ToDisplayString(NamespaceFormat);
        List<INamedTypeSymbol> chain = Containers(symbol).Reverse().ToList();
        return new TypeIdentity(
            fullNamespace,
            chain.Select(Open).ToEquatableArray(),
            symbol.IsRecord ? "record" : "class",
            Escaped(symbol.Name),
            symbol.Name,
            node.TypeParameterList is { } parameters ? $"<{string.Join(", ", parameters.Parameters.Select(parameter => parameter.Identifier.Text))}>" : "",
            symbol.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            chain.Append(symbol).Select(type => type.Arity == 0 ? type.Name : $"{type.Name}`{Text.Number(type.Arity)}").ToEquatableArray(),
            RequiredMembers.Of(symbol).ToEquatableArray());
    }

    /// <summary>A name in code, also where it is a word that C# gives a meaning somewhere: <c>@record</c>.</summary>
    public static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static ClassFindings Examine(INamedTypeSymbol symbol, TypeDeclarationSyntax node, CancellationToken token)
    {
        var problems = new List<Problem>();
        var spans = new List<NamedSpan>();
        Standing standing = ExamineModifiers(symbol, node, problems);
        IEnumerable<string> constructors = ExamineConstructors(symbol, problems, spans, token);
        if (standing == Standing.Sound && problems.Count > 0) standing = Standing.Faulty;

        // A class that is to be rewritten anyway is told so once; the rest may well go away with it.
        IEnumerable<Problem> told = standing == Standing.Closed ? problems.Take(1) : problems;
        List<ISymbol> own = symbol.GetMembers().Where(IsOwnMember).ToList();
        foreach (ISymbol member in own)
        {
            if (member.Locations.FirstOrDefault(location => location.IsInSource) is { SourceTree: { } tree } location)
            {
                spans.Add(new NamedSpan(member.Name, SourceSpan.Of(tree, location.SourceSpan)));
            }
        }

        return new ClassFindings(
            standing,
            told.ToEquatableArray(),
            Names(own.Select(member => member.Name).Concat(constructors)),
            Names(Inherited(symbol)),
            spans.ToEquatableArray());
    }

    private static Standing ExamineModifiers(INamedTypeSymbol symbol, TypeDeclarationSyntax node, List<Problem> problems)
    {
        string name = symbol.Name;
        if (!IsPartial(node)) return Close(Rules.NotPartial, new($"Make {name} partial", new Edit(EditKind.Partial, Place.Class)), name);
        if (Containers(symbol).FirstOrDefault(container => !Declarations(container).Any(IsPartial)) is { } closed)
        {
            return Close(Rules.ContainerNotPartial, new($"Make {closed.Name} partial", new Edit(EditKind.Partial, Place.Class)), name, closed.Name);
        }

        // Known to newer compilers only, so by its text.
        if (Containers(symbol).Prepend(symbol).SelectMany(Declarations).Any(part => part.Modifiers.Any(modifier => modifier.ValueText == "file")))
        {
            return Close(Rules.FileLocal, Without("file"), name);
        }

        if (symbol.IsStatic) return Close(Rules.Static, symbol.MightContainExtensionMethods ? null : Without("static"), name);

        bool hasPrimaryConstructor = Declarations(symbol).Any(part => part.ChildNodes().OfType<ParameterListSyntax>().Any());
        if (symbol.IsRecord)
        {
            Add(Rules.Record, hasPrimaryConstructor ? null : new($"Make {name} a class", new Edit(EditKind.Class, Place.Class)), name);
            return hasPrimaryConstructor ? Standing.Closed : Standing.Faulty;
        }

        if (hasPrimaryConstructor) return Close(Rules.PrimaryConstructor, null, name);
        if (symbol.BaseType is { TypeKind: not TypeKind.Error } ancestor && !CanBeConstructedWithoutArguments(ancestor, symbol))
        {
            // Without a constructor of its own the class has the same trouble, and the compiler says so.
            if (symbol.InstanceConstructors.All(constructor => constructor.IsImplicitlyDeclared)) return Standing.Closed;
            return Close(Rules.BaseNeedsArguments, null, name, ancestor.Name);
        }

        if (symbol.Arity > 0) Add(Rules.Generic, null, name);
        if (symbol.IsAbstract) Add(Rules.Abstract, HasAbstractMembers(symbol) ? null : Without("abstract"), name);
        return problems.Count > 0 ? Standing.Faulty : Standing.Sound;

        Standing Close(DiagnosticDescriptor rule, Remedy? remedy, params string[] words)
        {
            Add(rule, remedy, words);
            return Standing.Closed;
        }

        void Add(DiagnosticDescriptor rule, Remedy? remedy, params string[] words) =>
            problems.Add(new Problem(rule.Id, Place.Class, words) { Remedies = remedy == null ? default : EquatableArray.Of(remedy) });

        static Remedy Without(string modifier) => new($"Remove {modifier}", new Edit(EditKind.Unmodify, Place.Class, modifier));
    }

    /// <summary>Whether a class has abstract members, its own or inherited, overridden or not.</summary>
    private static bool HasAbstractMembers(INamedTypeSymbol? type) =>
        type != null && (type.GetMembers().Any(member => member.IsAbstract && member is not ITypeSymbol) || HasAbstractMembers(type.BaseType));

    private static bool CanBeConstructedWithoutArguments(INamedTypeSymbol ancestor, INamedTypeSymbol symbol)
    {
        List<IMethodSymbol> constructors = ancestor.InstanceConstructors
            .Where(constructor =>
                constructor.DeclaredAccessibility != Accessibility.Private || Containers(symbol).Contains(ancestor, SymbolEqualityComparer.Default))
            .Where(constructor => constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams))
            .ToList();
        return constructors.Count == 1 || constructors.Any(constructor => constructor.Parameters.Length == 0);
    }

    private static IEnumerable<string> ExamineConstructors(INamedTypeSymbol symbol, List<Problem> problems, List<NamedSpan> spans, CancellationToken token)
    {
        var taken = new List<string>();
        foreach (IMethodSymbol constructor in symbol.InstanceConstructors)
        {
            if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(token) is not ConstructorDeclarationSyntax syntax) continue;
            string? signature = constructor.Parameters.Length switch
            {
                0 => DefaultConstructor,
                1 when constructor.Parameters[0] is { Type.SpecialType: SpecialType.System_Int32, RefKind: RefKind.None } => SeedConstructor,
                1 when constructor.Parameters[0].Type is INamedTypeSymbol { Name: SharedState, ContainingNamespace.Name: "Runtime" } => SharedConstructor,
                _ => null,
            };
            string key = signature ?? ".ctor@" + Text.Number(syntax.SpanStart);
            if (signature != null) taken.Add(signature);
            if (symbol.IsRecord) continue;
            if (signature != null)
            {
                problems.Add(new Problem(Rules.ConstructorTaken.Id, Place.Member(key), symbol.Name, signature.Replace(".ctor", symbol.Name)));
            }
            else if (syntax.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) != true)
            {
                var chained = new Remedy("Call this()", new Edit(EditKind.Chain, Place.Member(key)));
                problems.Add(new Problem(Rules.ConstructorNotChained.Id, Place.Member(key), symbol.Name) { Remedies = EquatableArray.Of(chained) });
            }

            spans.Add(new NamedSpan(key, SourceSpan.Of(syntax.SyntaxTree, syntax.Identifier.Span)));
        }

        return taken;
    }

    private static EquatableArray<string> Names(IEnumerable<string> names) =>
        names.Distinct().OrderBy(name => name, System.StringComparer.Ordinal).ToEquatableArray();

    private static bool IsOwnMember(ISymbol member) =>
        !member.IsImplicitlyDeclared && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && member.CanBeReferencedByName;

    private static IEnumerable<string> Inherited(INamedTypeSymbol symbol)
    {
        for (INamedTypeSymbol? type = symbol.BaseType; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            // A base class that is a network itself: its members are not there yet.
            if (type.GetAttributes().Any(attribute => AttributeParser.Kind(attribute) == Catalogue.Network)) yield return "Forward";
            foreach (ISymbol member in type.GetMembers())
            {
                if (IsOwnMember(member) && member.DeclaredAccessibility != Accessibility.Private) yield return member.Name;
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol symbol)
    {
        for (INamedTypeSymbol? container = symbol.ContainingType; container != null; container = container.ContainingType) yield return container;
    }

    private static IEnumerable<TypeDeclarationSyntax> Declarations(INamedTypeSymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>();

    private static bool IsPartial(TypeDeclarationSyntax node) => node.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static string Open(INamedTypeSymbol container)
    {
        string keyword = container.TypeKind switch
        {
            TypeKind.Struct => container.IsRecord ? "record struct" : "struct",
            TypeKind.Interface => "interface",
            _ => container.IsRecord ? "record" : "class",
        };
        return $"partial {keyword} {container.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}";
    }
}

/// <summary>What is to be known of a class.</summary>
internal sealed record ClassFindings(
    Standing Standing, EquatableArray<Problem> Problems, EquatableArray<string> Members, EquatableArray<string> Inherited, EquatableArray<NamedSpan> Spans);

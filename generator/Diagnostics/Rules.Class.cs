using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <summary>Rules of what a class must be to become a network.</summary>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = new(
        "CNN0001",
        "The class is not partial",
        "'{0}' is a network, and its generated part needs 'partial class {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0001.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        "CNN0002",
        "A type around the class is not partial",
        "'{0}' is a network inside '{1}', which is not partial; its generated part needs 'partial' on both",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0002.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Generic = new(
        "CNN0003",
        "The class is generic",
        "'{0}' has type parameters; a network is compiled for one number type, which Network's Scalar chooses",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0003.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Static = new(
        "CNN0004",
        "The class is static",
        "'{0}' is static; a network has instances, each with memory of its own",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0004.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Abstract = new(
        "CNN0005",
        "The class is abstract",
        "'{0}' is abstract; a network makes replicas of itself, so that it must be a class that can be constructed",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0005.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Record = new(
        "CNN0006",
        "The class is a record",
        "'{0}' is a record; two networks with equal numbers are still two networks: declare a class",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0006.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor FileLocal = new(
        "CNN0007",
        "The class is file-local",
        "'{0}' is local to its file, and its generated part stands in another: leave 'file' out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0007.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor PrimaryConstructor = new(
        "CNN0008",
        "The class has a primary constructor",
        "'{0}' has a primary constructor, which every generated constructor would have to call: leave it out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0008.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ConstructorTaken = new(
        "CNN0009",
        "A constructor of a generated signature",
        "'{0}' already has the constructor '{1}', which is generated; give it other parameters and let it call 'this(seed)'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0009.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NamedLikeMember = new(
        "CNN0010",
        "The class is named like a generated member",
        "A network cannot be called '{0}': that is the name of a member it is given",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0010.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor MemberTaken = new(
        "CNN0011",
        "A member of a generated name",
        "'{0}' already {2} a member called '{1}', which is generated: rename it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0011.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ConstructorNotChained = new(
        "CNN0012",
        "A constructor leaves the network without its memory",
        "This constructor of '{0}' does not call a generated one: let it begin with ': this(seed)' or ': this()'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0012.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor BaseNeedsArguments = new(
        "CNN0014",
        "The base class has no constructor without parameters",
        "'{1}', the base class of '{0}', has no constructor that can be called without arguments, as the generated ones do: give it one",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0014.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor OldLanguage = new(
        "CNN0015",
        "The language version is too old",
        "The generated part of '{0}' needs C# {1} or later, and this project compiles as C# {2}: set LangVersion",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0015.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}

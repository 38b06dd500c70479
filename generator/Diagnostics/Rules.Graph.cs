using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <summary>Rules of named tensors and joins.</summary>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnknownTap = new(
        "CNN0401",
        "An unknown name of a tensor",
        "No tensor is called '{0}'; {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0401.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SecondTap = new(
        "CNN0402",
        "Two tensors of one name",
        "The name '{0}' is taken by a Tap before this one: choose another",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0402.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NamelessTap = new(
        "CNN0403",
        "A tensor with an empty name",
        "The name of a tensor is not empty: layers read it by that name",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0403.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor LeavesTensor = new(
        "CNN0404",
        "A tensor that nobody reads",
        "From leaves {0}, {1}, which nobody can read any more: place a Tap before it, or leave it out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0404.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor CannotJoin = new(
        "CNN0405",
        "Shapes that cannot be joined",
        "{0} cannot join {1} and {2}: it takes {3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0405.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}

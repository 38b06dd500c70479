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
        "The name '{0}' is taken by {1} before this one: choose another",
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

    public static readonly DiagnosticDescriptor InvalidEndName = new(
        "CNN0406",
        "A name that no member can have",
        "'{0}' cannot name an {1}: it names arguments and members, and so is letters, digits and underscores, with a letter first in each part",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0406.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InputNotFirst = new(
        "CNN0407",
        "An input behind a layer",
        "{0} stands before this Input; inputs come right after Network, before the first layer",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0407.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor LossWithoutOutput = new(
        "CNN0408",
        "A loss that belongs to no output",
        "{0} stands behind {1}, which is no Output; in a network that declares outputs, a loss comes right after its own",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0408.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor HeadWithoutLoss = new(
        "CNN0409",
        "An output without a loss",
        "The output '{0}' has no loss, and '{1}' has one: write one after it, or leave all losses out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0409.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NoOutput = new(
        "CNN0410",
        "The last tensor is no output",
        "{0}, {1}, comes last and is no output, while others are: write an Output after it, or leave it out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0410.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SliceOutOfRange = new(
        "CNN0411",
        "A slice past the end",
        "{0} takes {1} to {2} of an input of {3}, which has {4}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0411.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnknownState = new(
        "CNN0412",
        "A state from an unknown input",
        "{0} takes its state from an input, and none is called '{1}'; {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0412.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor StateDoesNotFit = new(
        "CNN0413",
        "A state of another size",
        "The state of {0} is a list of {1}{2}, and the input '{3}' is {4}: write Input(\"{3}\", {5})",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0413.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}

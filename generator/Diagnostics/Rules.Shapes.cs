using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <summary>Rules of whether the layers fit.</summary>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor DoesNotFit = new(
        "CNN0301",
        "A window larger than its input",
        "The {0} of {1}, {2}, does not fit its input of {3}; {4}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0301.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor PaddingPastWindow = new(
        "CNN0302",
        "Padding as large as the window",
        "{0} of {1} is below the window's {2}, or a window would see padding only; {3} came",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0302.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor TooLarge = new(
        "CNN0303",
        "A size past what an array can hold",
        "{0} would have {1} numbers; an array holds at most {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0303.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor OutputPaddingTooLarge = new(
        "CNN0305",
        "Output padding as large as stride and dilation",
        "{0} of {1} is below the larger of its stride and its dilation, {2}; {3} came",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0305.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NothingLeft = new(
        "CNN0306",
        "A transposed convolution of which the padding leaves nothing",
        "{0} would make {2} of its input of {1}: padding takes that much off the output",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0306.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NotSoRearranged = new(
        "CNN0307",
        "An input that cannot be rearranged like that",
        "{0} needs {1}; its input of {2} has {3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0307.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NotSpatial = new(
        "CNN0304",
        "A spatial layer without a spatial input",
        "{0} needs channels of positions, and its input is a list of {1} features: place it before the first Dense or Flatten, or a Reshape before it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0304.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}

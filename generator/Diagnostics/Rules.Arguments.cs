using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <summary>Rules of what single arguments may be.</summary>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor TooSmall = new(
        "CNN0201",
        "A number that is too small",
        "{0} of {1} is at least {2}; {3} came",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0201.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor BiasConflict = new(
        "CNN0202",
        "An untied bias without a bias",
        "UntiedBias = true gives each output element of {0} a bias of its own, and Bias = false none: leave one of them out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0202.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor GroupsDoNotDivide = new(
        "CNN0203",
        "Groups that do not divide",
        "Groups of {0} divides {1}; {2} does not divide {3} {4}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0203.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NotAFraction = new(
        "CNN0204",
        "A number that is out of range",
        "{0} of {1} is {2}; {3} came",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0204.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NesterovWithoutMomentum = new(
        "CNN0205",
        "Nesterov without momentum",
        "Nesterov = true looks ahead along the momentum, and Momentum is 0: give it a Momentum, such as 0.9",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0205.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnknownScalar = new(
        "CNN0206",
        "An unknown number type",
        "Scalar is Scalar.Single or Scalar.Double; {0} came",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0206.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnknownConstant = new(
        "CNN0207",
        "A constant that cannot be read",
        "{0} cannot be read: '{1}' is not there when the network is generated, and what another generator makes cannot be seen; write the value, or a " +
        "constant of your own",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0207.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Circle = new(
        "CNN0208",
        "A constant that depends on itself",
        "{0} depends on itself: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0208.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WrongCount = new(
        "CNN0209",
        "Numbers for other channels",
        "{0} of {1} has {2}, and its input {3} has {4}: give one number for each{5}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0209.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnknownValue = new(
        "CNN0230",
        "An unknown value of an enumeration",
        "{0} of {1} is {2}; {3} came",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0230.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor FrozenConflict = new(
        "CNN0231",
        "Frozen, but for the bias",
        "Frozen = true trains nothing of {0}, and BiasOnly = true its bias: leave one of them out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0231.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor BiasOnlyWithoutBias = new(
        "CNN0232",
        "Nothing but a bias that there is not",
        "BiasOnly = true trains nothing of {0} but its bias, and {1}: Frozen = true trains nothing",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0232.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SameWithPadding = new(
        "CNN0233",
        "Same, and padding",
        "Same = true gives {0} the padding that keeps its input's size, and {1} another: leave one of them out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0233.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor OfTwoAxes = new(
        "CNN0234",
        "Rows and columns where there is one axis",
        "{0} of {1} is for rows and columns, and its input of {2} has channels of positions along one axis: write {3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0234.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor TooManyBytes = new(
        "CNN0235",
        "More memory than MaxBytes",
        "{0} takes {1} bytes to {2}, and MaxBytes is {3}; the largest parts are {4}: {5}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0235.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}

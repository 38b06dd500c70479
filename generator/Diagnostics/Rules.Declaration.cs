using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <summary>Rules of how a declaration is put together.</summary>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NoLayer = new(
        "CNN0101",
        "A network without layers",
        "'{0}' has no layer: write at least one after Network, such as [Dense(10)]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0101.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SecondDeclaration = new(
        "CNN0102",
        "Layers on two partial declarations",
        "{1} stands on another partial declaration of '{0}' than Network, so that its place in the order means nothing: move it below Network",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0102.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WithoutNetwork = new(
        "CNN0103",
        "A layer on a class without Network",
        "{1} means nothing on '{0}', which has no Network attribute: write [Network(channels, height, width)] before it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0103.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NetworkNotFirst = new(
        "CNN0104",
        "Network does not come first",
        "{0} stands before Network, which comes first: the layers read its shape",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0104.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor EndBeforeLayer = new(
        "CNN0105",
        "A loss or an optimizer before the last layer",
        "{0} stands before {1}, a layer; loss and optimizer come after the last layer",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0105.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SecondLoss = new(
        "CNN0106",
        "A second loss",
        "{0} is a second loss; {1} already is the loss of the output",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0106.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SecondOptimizer = new(
        "CNN0107",
        "A second optimizer",
        "{0} is a second optimizer; {1} already is the network's",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0107.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor LossNeedsProbabilities = new(
        "CNN0108",
        "CrossEntropy without probabilities",
        "CrossEntropy needs probabilities, from Softmax or Sigmoid as the last layer, and the last layer is {0}; from logits, write SoftmaxCrossEntropy",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0108.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SameName = new(
        "CNN0109",
        "Two layers of one name",
        "The name '{0}' is taken by {1}, or differs from its name only in the first letter's case",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0109.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidName = new(
        "CNN0110",
        "A name that is no identifier",
        "'{0}' is not an identifier: a layer's name is letters, digits and underscores, and does not begin with a digit",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0110.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NameTaken = new(
        "CNN0112",
        "A name that leads to a generated member twice",
        "The name '{0}' leads to the generated member '{1}', which the network already has: choose another",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0112.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnknownLayer = new(
        "CNN0113",
        "An unknown attribute in a network",
        "'{0}' is not known, and without it the layers do not fit; {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0113.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}

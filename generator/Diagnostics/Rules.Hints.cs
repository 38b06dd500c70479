using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <summary>Warnings: what is right but may not be meant.</summary>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor LooksTwoDimensional = new(
        "CNN0901",
        "This is a one-dimensional network",
        "Network({0}, {1}) is a one-dimensional network of {0} channels and {1} positions; an image of {0}×{1} with one channel is Network(1, {0}, {1})",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0901.md");

    public static readonly DiagnosticDescriptor LooksLikeStride = new(
        "CNN0902",
        "This is a rectangular kernel",
        "Conv({0}, {1}, {2}) has a kernel of {1}×{2}; a {1}×{1} kernel with stride {2} is Conv({0}, {1}, Stride = {2})",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0902.md");

    public static readonly DiagnosticDescriptor TakenTwice = new(
        "CNN0903",
        "A loss of logits behind a Softmax or a Sigmoid",
        "{0} computes the {1} itself, and its input is already one, {2}: leave {3}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0903.md");

    public static readonly DiagnosticDescriptor OneClass = new(
        "CNN0904",
        "A cross-entropy over one class",
        "{0} is over one class, the only label of an output of {1}, so that there is nothing to tell apart: two classes are two outputs",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0904.md");

    public static readonly DiagnosticDescriptor LooksLikeInputChannels = new(
        "CNN0905",
        "The channels that come in are not written",
        "Conv({0}, {1}, {2}) has a kernel of {1}×{2} and as many filters as channels come in, {0}; these are not written: {1} filters of {2}×{2} are " +
        "Conv({1}, {2})",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0905.md");

    public static readonly DiagnosticDescriptor LooksChannelsLast = new(
        "CNN0906",
        "Channels come first",
        "Network({0}, {1}, {2}) has {0} channels of {1}×{2}; an image of {0}×{1} with channels last, {2} of them, is Network({2}, {0}, {1})",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0906.md");

    public static readonly DiagnosticDescriptor NothingLearns = new(
        "CNN0907",
        "Nothing before this layer learns",
        "Whatever {0} reads, it makes the same of it, since {1}: nothing before it learns",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0907.md");

    public static readonly DiagnosticDescriptor LooksLikeAttribute = new(
        "CNN0908",
        "An unknown attribute that looks like one of CnnGen's",
        "'{0}' is not known; {1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0908.md");

    public static readonly DiagnosticDescriptor LooksLikeArgument = new(
        "CNN0909",
        "An unknown argument that looks like another",
        "{0} has no '{1}'; what it has is '{2}'",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0909.md");

    public static readonly DiagnosticDescriptor TapNeverRead = new(
        "CNN0910",
        "A name that nobody reads",
        "No layer reads '{0}': leave the Tap out, or name it in an {1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0910.md");

    public static readonly DiagnosticDescriptor InputNeverRead = new(
        "CNN0911",
        "An input that nobody reads",
        "No layer reads the input '{0}': leave it out, or name it in an {1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0911.md");

    public static readonly DiagnosticDescriptor NothingTrained = new(
        "CNN0920",
        "An optimizer with nothing to train",
        "{0} has nothing to train: all {1} parameters of the network are frozen",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0920.md");

    /// <summary>The warnings, by number.</summary>
    public static IReadOnlyDictionary<string, DiagnosticDescriptor> Warnings => LazyWarnings.ById;

    private static class LazyWarnings
    {
        public static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> ById = new[]
        {
            LooksTwoDimensional,
            LooksLikeStride,
            TakenTwice,
            OneClass,
            LooksLikeInputChannels,
            LooksChannelsLast,
            NothingLearns,
            LooksLikeAttribute,
            LooksLikeArgument,
            TapNeverRead,
            InputNeverRead,
            NothingTrained,
        }.ToDictionary(rule => rule.Id);
    }
}

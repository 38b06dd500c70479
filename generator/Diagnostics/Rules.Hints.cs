using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <summary>Hints: what is right but may not be meant.</summary>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor LooksTwoDimensional = new(
        "CNN0901",
        "This is a one-dimensional network",
        "Network({0}, {1}) is a one-dimensional network of {0} channels and {1} positions; an image of {0}×{1} with one channel is Network(1, {0}, {1})",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0901.md");

    public static readonly DiagnosticDescriptor LooksLikeStride = new(
        "CNN0902",
        "This is a rectangular kernel",
        "Conv({0}, {1}, {2}) has a kernel of {1}×{2}; a {1}×{1} kernel with stride {2} is Conv({0}, {1}, Stride = {2})",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Help + "CNN0902.md");
}

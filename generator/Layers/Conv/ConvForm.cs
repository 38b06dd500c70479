using System;
using CnnGen.Generator.Layers.Conv.Patches;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>The ways to compute a convolution's forward pass. All but Winograd's add the same terms in the same order.</summary>
internal enum ConvSchedule
{
    /// <summary>Tiny: an expression for each output.</summary>
    Straight,

    /// <summary>Filters in lanes.</summary>
    Filters,

    /// <summary>Positions in lanes.</summary>
    Rows,

    /// <summary>Channels in lanes, each with a kernel of its own.</summary>
    Depthwise,

    /// <summary>Winograd's algorithm with tiles of 2×2 outputs.</summary>
    Winograd2,

    /// <summary>Winograd's algorithm with tiles of 4×4 outputs.</summary>
    Winograd4,
}

/// <summary>Chooses a convolution's form and schedule, from shapes and options alone.</summary>
/// <param name="Schedule">The choice.</param>
/// <param name="Reason">Why.</param>
internal sealed record ConvForm(ConvSchedule Schedule, string Reason) : LayerForm
{
    // Below so many channels or filters Winograd's transforms cost more than they save.
    private const int FewestForWinograd = 16;

    // Depthwise kernels are written out whole, and so are the inputs between their cells.
    private const int MostDepthwiseCells = 49, MostDepthwiseDilation = 16;

    // What Winograd's transforms of a row of tiles, and of all kernels, may take.
    private const int WidestForWinograd = 1 << 16, MostWinogradKernels = 1 << 24;

    /// <summary>How the weights are kept.</summary>
    public WeightLayout? Weights { get; init; }

    /// <summary>Whether the gradients go from patch to patch: the weights are kept as the input then lies, channels last.</summary>
    public bool UsesPatches => Schedule is ConvSchedule.Filters or ConvSchedule.Winograd2 or ConvSchedule.Winograd4 or ConvSchedule.Rows;

    /// <summary>Outputs of a Winograd tile along an axis; 0 for the direct sum.</summary>
    public int WinogradTile => Schedule switch
    {
        ConvSchedule.Winograd2 => 2,
        ConvSchedule.Winograd4 => 4,
        _ => 0,
    };

    /// <summary>Whether the output lies channels last.</summary>
    public bool IsChannelsLast => Schedule is not (ConvSchedule.Straight or ConvSchedule.Rows);

    /// <summary>Whether the input has to lie channels last.</summary>
    public bool NeedsChannelsLast => Schedule is ConvSchedule.Depthwise or ConvSchedule.Winograd2 or ConvSchedule.Winograd4;

    /// <summary>The best form of a convolution whose input lies in planes or channels last; or the one that a test asks for.</summary>
    public static ConvForm Choose(string layer, ConvShape shape, bool inputIsChannelsLast, PlanOptions planning)
    {
        string? forced = planning.Forced.Of(layer, "forward");
        if (forced != null && Force(forced, shape, inputIsChannelsLast, planning) is { } form) return form;
        if (StraightLine.Suits(shape)) return new ConvForm(ConvSchedule.Straight, "tiny");
        if (planning.Winograd && AcceptsWinograd(shape) && Math.Min(shape.Channels, shape.Filters) >= FewestForWinograd) return Winograd(shape);
        return Direct(shape, inputIsChannelsLast, planning);
    }

    /// <summary>How the gradient of the input of such a convolution is computed by Winograd's algorithm; null where it is not.</summary>
    public static ConvForm? OfInputGradient(ConvShape turned) =>
        turned.Window is { Top: >= 0, Bottom: >= 0, Left: >= 0, Right: >= 0 } && turned.Output.Width <= WidestForWinograd ? Winograd(turned) : null;

    private static ConvForm? Force(string forced, ConvShape shape, bool inputIsChannelsLast, PlanOptions planning) => forced switch
    {
        "winograd2" when AcceptsWinograd(shape) => new ConvForm(ConvSchedule.Winograd2, "forced"),
        "winograd4" when AcceptsWinograd(shape) => new ConvForm(ConvSchedule.Winograd4, "forced"),
        "direct" => Direct(shape, inputIsChannelsLast, planning),
        "filters" => new ConvForm(ConvSchedule.Filters, "forced"),
        "rows" when AcceptsRows(shape, inputIsChannelsLast) => new ConvForm(ConvSchedule.Rows, "forced"),
        "depthwise" when AcceptsDepthwise(shape) => new ConvForm(ConvSchedule.Depthwise, "forced"),
        "straight" when StraightLine.Suits(shape) => new ConvForm(ConvSchedule.Straight, "forced"),
        _ => null,
    };

    private static ConvForm Winograd(ConvShape shape)
    {
        bool isDivisible = shape.Output.Height % 4 == 0 && shape.Output.Width % 4 == 0;
        return isDivisible
            ? new ConvForm(ConvSchedule.Winograd4, "3×3 at stride 1, 36 products for 16 outputs instead of 144")
            : new ConvForm(
                ConvSchedule.Winograd2,
                $"3×3 at stride 1, 16 products for 4 outputs instead of 36; {Text.Number(shape.Output.Height)}×{Text.Number(shape.Output.Width)} is no " +
                "multiple of 4×4");
    }

    private static ConvForm Direct(ConvShape shape, bool inputIsChannelsLast, PlanOptions planning)
    {
        if (AcceptsDepthwise(shape)) return new ConvForm(ConvSchedule.Depthwise, "one kernel for each channel");

        // Lanes that do work: of vectors of filters, and of vectors of columns, which also load unaligned.
        int lanes = planning.WidestVector;
        double filters = Waste(shape.GroupFilters), rows = 1.1 * Waste(shape.Output.Width);
        bool isRows = AcceptsRows(shape, inputIsChannelsLast) && rows < filters;
        string busy = $"{Text.Number(shape.GroupFilters)} filters in {Text.Number(Lanes(shape.GroupFilters))} lanes";
        return isRows
            ? new ConvForm(ConvSchedule.Rows, $"{Text.Number(shape.Output.Width)} columns in {Text.Number(Lanes(shape.Output.Width))} lanes, against {busy}")
            : new ConvForm(ConvSchedule.Filters, busy);

        int Lanes(int count) => (count + lanes - 1) / lanes * lanes;
        double Waste(int count) => (double)Lanes(count) / count;
    }

    private static bool AcceptsWinograd(ConvShape shape) =>
        shape is { Groups: 1, Bias: not ConvBias.Untied, Window: { Height: 3, Width: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1 } }
        && shape.Output.Width <= WidestForWinograd && (long)shape.Channels * shape.Filters <= MostWinogradKernels;

    private static bool AcceptsRows(ConvShape shape, bool inputIsChannelsLast) => !inputIsChannelsLast && shape.Window is { StrideHeight: 1, StrideWidth: 1 };

    private static bool AcceptsDepthwise(ConvShape shape) =>
        shape.Groups > 1 && shape.GroupChannels == 1 && shape.GroupFilters == 1 && shape.Window.Cells <= MostDepthwiseCells
        && Math.Max(shape.Window.DilationHeight, shape.Window.DilationWidth) <= MostDepthwiseDilation;
}

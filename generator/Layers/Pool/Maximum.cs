using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>
/// The text of a maximum and of where it is: of equal numbers the first in row-major order, and a NaN before any number; of several NaNs
/// the last.
/// </summary>
internal static class Maximum
{
    /// <summary>The rule in a sentence.</summary>
    public const string Rule = "of equal numbers the first, of NaNs the last";

    /// <summary>The statement by which a number takes the place of the best so far.</summary>
    /// <param name="writer">The writer, of a scalar dialect.</param>
    /// <param name="best">The best so far.</param>
    /// <param name="rival">The number.</param>
    /// <param name="place">Where it is; null where nobody asks.</param>
    public static string Challenge(KernelWriter writer, string best, string rival, string? place)
    {
        // A NaN is not larger than anything, so it has to be asked for.
        string condition = $"if ({rival} > {best} || {writer.Scalar}.IsNaN({rival}))";
        return place == null ? $"{condition} {best} = {rival};" : $"{condition} {{ {best} = {rival}; winner = {place}; }}";
    }

    /// <summary>Writes the same for a vector of numbers.</summary>
    /// <param name="writer">The writer, of a vector dialect.</param>
    /// <param name="best">The best so far.</param>
    /// <param name="rival">The numbers.</param>
    /// <param name="place">Where they are, as a vector of integers; null where nobody asks.</param>
    public static void ChallengeLanes(KernelWriter writer, string best, string rival, string? place)
    {
        string vectors = writer.Dialect.Class;
        if (place == null)
        {
            writer.Line($"{best} = ConditionalSelect({vectors}.Equals({best}, {best}), {writer.Dialect.NativeMax(best, rival)}, {best});");
            return;
        }

        writer.Line($"isLarger = GreaterThan({rival}, {best}) | ~{vectors}.Equals({rival}, {rival});   // or a NaN, which equals nothing");
        writer.Line($"{best} = ConditionalSelect(isLarger, {rival}, {best});");
        writer.Line($"winner = ConditionalSelect(isLarger.AsInt32(), {place}, winner);");
    }

    /// <summary>The maximum of a window whose cells are vectors, each lane for itself.</summary>
    /// <param name="writer">The kernel's writer.</param>
    /// <param name="window">The window.</param>
    /// <param name="cells">Its cells, row by row.</param>
    /// <param name="winners">Where it is kept where the maxima were; null where nobody asks.</param>
    /// <returns>The expression.</returns>
    public static string OfCells(KernelWriter writer, Window window, IEnumerable<string> cells, Winners? winners)
    {
        string size = $"{Text.Number(window.Height)}x{Text.Number(window.Width)}";
        List<string> names = Enumerable.Range(0, window.Cells).Select(i => $"cell{Text.Number(i / window.Width)}_{Text.Number(i % window.Width)}").ToList();
        string parameters = string.Join(", ", names.Select(cell => "Lanes " + cell));
        if (winners == null)
        {
            return Call(new Helper("Max" + size, "Lanes", parameters, $"The maximum of {window.Size} cells in each lane, where a NaN wins.", text =>
            {
                text.Line($"Lanes best = {names[0]};");
                foreach (string cell in names.Skip(1)) ChallengeLanes(text, "best", cell, null);
                text.Line("return best;");
            }));
        }

        return Call(new Helper(
            "Max" + Statement.EffectMark + size + winners.NameSuffix(writer.Dialect, laneStep: 0),
            "Lanes",
            $"{parameters}, int place{winners.Parameters(window)}, ref int winners",
            $"The maximum of {window.Size} cells in each lane, and where it is: {Rule}. {winners.Describe(window)}",
            text =>
            {
                text.Line($"Lanes best = {names[0]}, isLarger;");
                text.Line("Integers winner = Integers.Zero;   // from the first cell's place");
                for (int i = 1; i < window.Cells; i++) ChallengeLanes(text, "best", names[i], $"Create({winners.Step(i / window.Width, i % window.Width)})");
                winners.EmitStore(text);
                text.Line("return best;");
            }));

        string Call(Helper helper) => $"{writer.Use(helper)}({string.Join(", ", cells)}{winners?.Arguments(window)})";
    }

    /// <summary>The maxima of windows of two columns, whose lanes are neighbouring columns: the even against the odd ones of one vector or two.</summary>
    /// <param name="writer">The kernel's writer.</param>
    /// <param name="window">The window, of two columns.</param>
    /// <param name="rows">The rows of a window: the vector of the first columns and, unless that is all, of those behind it.</param>
    /// <param name="winners">Where it is kept where the maxima were; null where nobody asks.</param>
    /// <returns>The expression; in its first lanes half as many numbers as columns.</returns>
    public static string OfPairs(KernelWriter writer, Window window, IReadOnlyList<(string First, string? Second)> rows, Winners? winners)
    {
        Dialect dialect = writer.Dialect;
        bool isPair = rows[0].Second != null;
        string kind = isPair ? "PairMax" : "HalfPairMax", size = $"{Text.Number(window.Height)}x2", columns = Text.Number(dialect.Lanes * (isPair ? 2 : 1));
        winners = winners == null ? null : winners with { IsColumnStepKnown = true };
        List<(string First, string? Second)> names = Enumerable.Range(0, window.Height)
            .Select(row => ((isPair ? "left" : "row") + Text.Number(row), isPair ? "right" + Text.Number(row) : null))
            .ToList();
        string parameters = string.Join(", ", names.Select(row => "Lanes " + row.First + (isPair ? ", Lanes " + row.Second : "")));
        string arguments = string.Join(", ", rows.Select(row => row.First + (isPair ? ", " + row.Second : "")));
        string what = $"The maxima of {window.Size} windows side by side in {columns} columns{(isPair ? "" : ", in the first half of the lanes")}";
        if (winners == null)
        {
            return Call(new Helper(kind + size, "Lanes", parameters, $"{what}, where a NaN wins.", text =>
            {
                EmitOrders(text);
                foreach ((string first, string? second) in names.Skip(1))
                {
                    ChallengeLanes(text, names[0].First, first, null);
                    if (isPair) ChallengeLanes(text, names[0].Second!, second!, null);
                }

                text.Line($"Lanes best = {Columns(dialect, names[0], "even")};");
                text.Line($"Lanes rival = {Columns(dialect, names[0], "odd")};");
                ChallengeLanes(text, "best", "rival", null);
                text.Line("return best;");
            }));
        }

        return Call(new Helper(
            kind + Statement.EffectMark + size + winners.NameSuffix(dialect, laneStep: 2),
            "Lanes",
            $"{parameters}, int place{winners.Parameters(window)}, ref int winners",
            $"{what}, and where they are: {Rule}. {winners.Describe(window)}",
            text =>
            {
                // In row-major order, since the first of equal ones wins.
                EmitOrders(text);
                text.Line($"Lanes best = {Columns(dialect, names[0], "even")}, rival, isLarger;");
                text.Line("Integers winner = Integers.Zero;   // from the place of the window's first cell");
                for (int i = 1; i < window.Cells; i++)
                {
                    text.Line($"rival = {Columns(dialect, names[i / 2], i % 2 == 0 ? "even" : "odd")};");
                    ChallengeLanes(text, "best", "rival", $"Create({winners.Step(i / 2, i % 2)})");
                }

                winners.EmitStore(text, isPair && dialect.Bits == 512 && winners.LaneStep == 2 ? "even" : null);
                text.Line("return best;");
            }));

        string Call(Helper helper) => $"{writer.Use(helper)}({arguments}{winners?.Arguments(window)})";

        void EmitOrders(KernelWriter text)
        {
            if (dialect.Bits == 256)
            {
                // Both instructions work within halves of 128 bits.
                text.Comment(isPair
                    ? "the even (0x88) or odd (0xDD) columns of each half, and then those of the left vector before those of the right (0xD8)"
                    : "the even (0x88) or odd (0xDD) columns of each half, twice, and then those of both halves side by side (0xD8), which the upper half " +
                        "repeats");
                return;
            }

            if (isPair && dialect.Bits == 512) text.Comment("indices into the numbers of both vectors, left and right");
            text.Line($"Integers even = {Order(0)};");
            text.Line($"Integers odd = {Order(1)};");
            if (dialect.Bits == 128 && isPair) text.Line($"Lanes low = {Mask()};   // the half that the first vector gives");

            string Order(int odd)
            {
                int of = isPair && dialect.Bits == 512 ? 2 * dialect.Lanes : dialect.Lanes;
                return $"Create({string.Join(", ", Enumerable.Range(0, dialect.Lanes).Select(i => Whole(((2 * i) + odd) % of)))})";
            }

            string Mask()
            {
                IEnumerable<string> lanes = Enumerable.Range(0, dialect.Lanes).Select(i => Whole(i < dialect.Lanes / 2 ? -1 : 0));
                return $"Create({string.Join(", ", lanes)}).{(dialect.Scalar == Scalar.Single ? "AsSingle" : "AsDouble")}()";
            }

            string Whole(int number) => Text.Number(number) + (dialect.Scalar == Scalar.Single ? "" : "L");
        }
    }

    /// <summary>The even or the odd columns of a vector or two.</summary>
    private static string Columns(Dialect dialect, (string First, string? Second) row, string order)
    {
        (string a, string? b) = row;
        bool isSingle = dialect.Scalar == Scalar.Single, isEven = order == "even";
        return dialect.Bits switch
        {
            512 when b == null => $"Avx512F.{(isSingle ? "PermuteVar16x32" : "PermuteVar8x64")}({a}, {order})",
            512 => $"Avx512F.{(isSingle ? "PermuteVar16x32x2" : "PermuteVar8x64x2")}({a}, {order}, {b})",
            256 when isSingle => $"Avx2.Permute4x64(Avx.Shuffle({a}, {b ?? a}, {(isEven ? "0x88" : "0xDD")}).AsDouble(), 0xD8).AsSingle()",
            256 => $"Avx2.Permute4x64(Avx.{(isEven ? "UnpackLow" : "UnpackHigh")}({a}, {b ?? a}), 0xD8)",
            _ when b == null => $"Shuffle({a}, {order})",
            _ => $"ConditionalSelect(low, Shuffle({a}, {order}), Shuffle({b}, {order}))",
        };
    }
}

/// <summary>Where a vector's winners are kept, and by which numbers they go.</summary>
/// <param name="Places">The numbers.</param>
/// <param name="Place">The number of the first cell, in the text.</param>
/// <param name="Target">A reference to where the first of them is kept, in the text.</param>
/// <param name="Count">How many are kept.</param>
/// <param name="LaneStep">From one lane's number to the next; 0 where all lanes are at one place.</param>
internal sealed record Winners(Places Places, string Place, string Target, int Count, int LaneStep)
{
    /// <summary>Whether the helper's own name tells how far its columns are apart.</summary>
    public bool IsColumnStepKnown { get; init; }

    /// <summary>The number of a cell from the first.</summary>
    public string Step(int row, int column)
    {
        string rows = row == 0 ? "" : row == 1 ? "rowStep" : $"{Text.Number(row)} * rowStep";
        string columns = column == 0 ? ""
            : IsColumnStepKnown ? Text.Number(column * Places.ColumnStride)
            : column == 1 ? "columnStep"
            : $"{Text.Number(column)} * columnStep";
        return rows.Length > 0 && columns.Length > 0 ? $"{rows} + {columns}" : rows + columns;
    }

    /// <summary>What tells its helper from the one whose lanes are so far apart, or are all at one place, and which keeps all of them.</summary>
    public string NameSuffix(Dialect dialect, int laneStep) =>
        (LaneStep == laneStep ? "" : $"OfLanes{Text.Number(LaneStep)}Apart") + (Count < dialect.Lanes ? "First" + Text.Number(Count) : "");

    public string Parameters(Window window) => (TakesColumnStep(window) ? ", int columnStep" : "") + (window.Height > 1 ? ", int rowStep" : "");

    public string Arguments(Window window) =>
        $", {Place}{(TakesColumnStep(window) ? $", {Text.Number(Places.ColumnStride)}" : "")}" +
        $"{(window.Height > 1 ? $", {Text.Number(Places.RowStride)}" : "")}, {Target}";

    private bool TakesColumnStep(Window window) => window.Width > 1 && !IsColumnStepKnown;

    public string Describe(Window window)
    {
        string steps = string.Join(
            " and ", new[] { TakesColumnStep(window) ? "columnStep" : null, window.Height > 1 ? "rowStep" : null }.Where(step => step != null));
        return $"Cells go by numbers: place is the first " +
            $"one's{(steps.Length == 0 ? "" : $", {steps} {(steps.Contains(" ") ? "lead" : "leads")} to its neighbours'")}.";
    }

    /// <summary>Writes the end of a helper: the numbers are made whole and stored.</summary>
    /// <param name="text">The helper's writer.</param>
    /// <param name="numbers">The lanes' numbers from the first, where the helper has them already.</param>
    public void EmitStore(KernelWriter text, string? numbers = null)
    {
        text.Line($"winner += {(LaneStep == 0 ? "" : (numbers ?? WinnerLanes.Numbers(text.Dialect, LaneStep)) + " + ")}Create(place);");
        text.StoreFirst("winner", new Pointer(text, "winners", null), 0, Count);
    }
}

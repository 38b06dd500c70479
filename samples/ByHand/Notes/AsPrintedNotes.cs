using System.Linq;
using WorkedExamples.Output;
using WorkedExamples.Running;

namespace WorkedExamples.Notes;

/// <summary>ByHandAsPrinted: why the note prints other numbers than its own network has.</summary>
internal static class AsPrintedNotes
{
    private const int Kernels = 3, Windows = 2, Cells = 2;

    // What the note prints. Only the last has lost digits: half a unit of its last one is what it may be off.
    private static readonly double[] PrintedPooled = [0.42, 0.28, 0.14];
    private static readonly double[] PrintedSum = [0.266];
    private static readonly double[] PrintedOutput = [0.5661106484969565];
    private static readonly double[] PrintedDenseGradient = [-0.02412904, -0.01608603, -0.00804301];
    private const double HalfOfLastDigit = 0.5e-8;

    public static void Write(NoteContext context)
    {
        Slip(context);
        context.Page.Line();
        SameNetwork(context);
        context.Page.Line();
        Printed(context);
        context.Page.Line();
        ByHandNotes.Write(context);
        context.Page.Line();
        Remainder(context);
    }

    /// <summary>The slip itself, on the first kernel and the first window.</summary>
    private static void Slip(NoteContext context)
    {
        Page page = context.Page;
        double[] kernel = IntendedKernels(context)[0], window = context.Expected.Input[..Cells];

        page.Line("why the printed note differs");
        page.Paragraph(
            "A convolution multiplies kernel and window cell by cell and adds the products. The note's arithmetic multiplies every cell of the kernel by " +
            "every cell of the window and adds all of these. It is a broadcasting slip: where a column (a kernel of 2×1) meets a row (a window of 1×2), " +
            "an array library makes a 2×2 table of all products, of which only the diagonal belongs to the convolution. Kernel 0 over window 0:");
        page.Line();
        var rows = new string[Cells + 1][];
        rows[0] = ["", .. window.Select(value => Numbers.Text(value))];
        for (int cell = 0; cell < Cells; cell++)
        {
            rows[cell + 1] = [Numbers.Text(kernel[cell]), .. window.Select(value => Numbers.Text(kernel[cell] * value))];
        }

        page.Table(rows);
        page.Line();
        page.Line($"  the diagonal, which is the convolution:  {Numbers.Products(kernel.Zip(window))} = {Numbers.Text(Numbers.Sum(kernel.Zip(window)))}");
        page.Line($"  the whole table, which the note prints:  ({Numbers.Terms(kernel)})·({Numbers.Terms(window)}) = {Numbers.Text(kernel.Sum() * window.Sum())}");
        page.Line("The sum of the table is the sum of the kernel times the sum of the window.");
    }

    /// <summary>The slip is a network too: each kernel cell is the sum of the kernel that was meant.</summary>
    private static void SameNetwork(NoteContext context)
    {
        Page page = context.Page;
        LayerRun conv = context.Layers[0];
        double[][] intended = IntendedKernels(context);
        double[] actual = conv.Parameters[0].Values;

        page.Line("A kernel with the same s in both cells gives s·a + s·b = s·(a + b): the slip is the network whose kernel cells all hold the sum.");
        double[] sums = [.. intended.Select(kernel => kernel.Sum())];
        for (int kernel = 0; kernel < Kernels; kernel++)
        {
            string cells = string.Join(", ", actual[(kernel * Cells)..((kernel + 1) * Cells)].Select(cell => Numbers.Text(cell)));
            page.Line($"  kernel {kernel}:  {Numbers.Terms(intended[kernel])} = {Numbers.Text(sums[kernel])}, so ({cells})");
        }

        var slip = new double[Kernels * Windows];
        for (int i = 0; i < slip.Length; i++)
        {
            (int kernel, int window) = (i / Windows, i % Windows);
            (double, double)[] table = [.. from weight in intended[kernel] from x in conv.Input[window..(window + Cells)] select (weight, x)];
            slip[i] = Numbers.Sum(table);
            page.Line($"  kernel {kernel}, window {window}, the whole table:  {Numbers.Products(table)} = {Numbers.Text(slip[i])}");
        }

        context.Check("conv1.weight as sums of ByHand's kernels", actual, [.. sums.SelectMany(sum => Enumerable.Repeat(sum, Cells))]);
        context.Check("conv1 output as the slip computes it", conv.Output, slip);
    }

    private static void Printed(NoteContext context)
    {
        LayerRun pool = context.Layers[1], dense = context.Layers[2], sigmoid = context.Layers[3];
        context.Page.Line("what the note prints, and this network");
        context.Page.Table(
        [
            ["", "printed", "computed"],
            ["pooled", List(PrintedPooled), List(pool.Output)],
            ["weighted sum", List(PrintedSum), List(dense.Output)],
            ["output", $"{PrintedOutput[0]:R}", $"{sigmoid.Output[0]:R}"],
            ["dense gradient", List(PrintedDenseGradient), List(dense.Parameters[0].Gradient)],
        ]);

        context.Check("the note's pooled", pool.Output, PrintedPooled);
        context.Check("the note's weighted sum", dense.Output, PrintedSum);
        context.Check("the note's output", sigmoid.Output, PrintedOutput);
        context.Agreement.WithPrinted(
            context.Expected.Name, "the note's dense gradient", PrintedDenseGradient, dense.Parameters[0].Gradient, HalfOfLastDigit);
    }

    /// <summary>Where the slip and the network with equal cells part: at the kernels' gradient, which the note does not reach.</summary>
    private static void Remainder(NoteContext context)
    {
        LayerRun conv = context.Layers[0], pool = context.Layers[1];
        context.Page.Paragraph(
            "The note stops before the kernels' gradient, and only there the two part. Above is the gradient of the network with two equal cells. In the " +
            "slip's own formula, (k0 + k1)·(a + b), each cell of a kernel meets the sum of the winning window, so that both would have the same gradient, " +
            "the sum of the two above:");
        var slip = new double[Kernels];
        for (int kernel = 0; kernel < Kernels; kernel++)
        {
            int winner = ByHandNotes.Winner(conv.Output, kernel);
            double[] window = conv.Input[winner..(winner + Cells)];
            double gradient = pool.OutputGradient[kernel];
            slip[kernel] = gradient * window.Sum();
            context.Page.Line($"  kernel {kernel}:  {Numbers.Factor(gradient)}·({Numbers.Terms(window)}) = {Numbers.Text(slip[kernel])}");
        }

        context.Check("sums of conv1.weight gradient", [.. conv.Parameters[0].Gradient.Chunk(Cells).Select(cells => cells.Sum())], slip);
    }

    private static double[][] IntendedKernels(NoteContext context) => [.. context.AllCases["ByHand"].Parameters[0].Values.Chunk(Cells)];

    private static string List(double[] values) => string.Join(" ", values.Select(value => Numbers.Text(value)));
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using CnnGen;

namespace Digits.Reporting;

/// <summary>A page about a training: one file, which needs nothing else.</summary>
internal static class HtmlReport
{
    private const string FileName = "index.html";
    private const int WorstMisreads = 12, FilterScale = 22, DigitScale = 4, Curved = 200;

    /// <summary>Writes the page.</summary>
    /// <param name="directory">Where to; it is made where it is not there.</param>
    /// <param name="network">The trained network.</param>
    /// <param name="test">The images that it was not trained with.</param>
    /// <param name="confusion">What it makes of them.</param>
    /// <param name="progress">How the training went.</param>
    /// <param name="plan">What was to be done.</param>
    /// <returns>The file.</returns>
    public static string Write(string directory, LeNet network, DigitImages test, ConfusionMatrix confusion, TrainingProgress progress, string plan)
    {
        var page = new StringBuilder(Head);
        string result = Text($"test accuracy <b>{100 * confusion.Accuracy:F2} %</b> ({confusion.Correct:N0} of {confusion.Count:N0})");
        page.Append(Text($"<p>{plan}</p><p class=\"result\">{result}</p>"));
        page.Append("<main>");
        if (progress.Losses.Count > 0)
        {
            List<double> losses = Means(progress.Losses), accuracies = Means(progress.Accuracies);
            Section(page, "Loss", "of the batches, over the epochs", Svg.Curve(losses, progress.Epochs, 0, Math.Min(1, losses.Max()), "F2"));
            Section(page, "Accuracy", "of the batches in training, in per cent", Svg.Curve(accuracies, progress.Epochs, 80, 100, "F0"));
        }

        var image = new float[LeNet.InputSize];
        test.CopyTo(0, 0, image, [], new int[1]);
        Section(page, "Confusion", "a row for what a digit is, a column for what it was read as", Confusion(confusion));
        Section(page, "Time", "of one image by block, as a ForwardOnly network on one thread: what each adds", Svg.Bars(Prefixes.Measure(network, image), "µs"));
        Section(page, "Filters", "of the first convolution: dark is ink that it looks for, light is paper", Filters(network), isWide: true);
        Section(page, "Misread", "those of which the network was surest", Misread(network, test), isWide: true);
        page.Append("</main></body></html>\n");

        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, FileName);
        File.WriteAllText(path, page.ToString());
        return path;
    }

    private static void Section(StringBuilder page, string title, string explanation, string content, bool isWide = false) =>
        page.Append(Text($"<section{(isWide ? " class=\"wide\"" : "")}><h2>{title}</h2><p>{explanation}</p>{content}</section>\n"));

    /// <summary>As many numbers as a curve shows: the means of those that belong together.</summary>
    private static List<double> Means(List<double> values)
    {
        int each = Math.Max(1, values.Count / Curved);
        return values.Chunk(each).Select(chunk => chunk.Average()).ToList();
    }

    private static string Confusion(ConfusionMatrix confusion)
    {
        var table = new StringBuilder("<table><tr><th></th>");
        for (int read = 0; read < confusion.ClassCount; read++) table.Append(Text($"<th>{read}</th>"));
        for (int label = 0; label < confusion.ClassCount; label++)
        {
            table.Append(Text($"</tr><tr><th>{label}</th>"));
            for (int read = 0; read < confusion.ClassCount; read++)
            {
                int count = confusion[label, read];
                string kind = label == read ? "right" : count > 0 ? "wrong" : "none";
                table.Append(Text($"<td class=\"{kind}\">{(count == 0 ? "·" : count)}</td>"));
            }
        }

        return table.Append("</tr></table>").ToString();
    }

    private static string Filters(LeNet network)
    {
        var parameters = new float[LeNet.ParameterCount];
        network.CopyParametersTo(parameters);
        TensorDescription filters = LeNet.Description.Parameters[0];
        int side = filters.Shape[3], each = side * side;
        var pictures = new StringBuilder("<div class=\"pictures\">");
        for (int filter = 0; filter < filters.Shape[0]; filter++)
        {
            float[] weights = parameters[(filters.Offset + (filter * each))..(filters.Offset + ((filter + 1) * each))];
            pictures.Append("<figure>").Append(Svg.Picture(weights, side, weights.Min(), weights.Max(), FilterScale)).Append("</figure>");
        }

        return pictures.Append("</div>").ToString();
    }

    private static string Misread(LeNet network, DigitImages test)
    {
        List<(int Image, int Read, double Probability, double OfLabel)> all = [];
        var image = new float[LeNet.InputSize];
        var label = new int[1];
        for (int i = 0; i < test.Count; i++)
        {
            test.CopyTo(i, 0, image, [], label);
            double[] probabilities = Softmax(network.Forward(image));
            int read = probabilities.AsSpan().ArgMax();
            if (read != label[0]) all.Add((i, read, probabilities[read], probabilities[label[0]]));
        }

        if (all.Count == 0) return "<p>none</p>";
        var pictures = new StringBuilder("<div class=\"pictures\">");
        foreach ((int i, int read, double probability, double ofLabel) in all.OrderByDescending(one => one.Probability).Take(WorstMisreads))
        {
            test.CopyTo(i, 0, image, [], label);
            pictures.Append("<figure>").Append(Svg.Picture(image, DigitImages.Side, 0, 1, DigitScale)).Append(
                Text($"<figcaption>read {read} ({100 * probability:F0} %)<br>is {label[0]} ({100 * ofLabel:F0} %)</figcaption></figure>"));
        }

        return pictures.Append("</div>").ToString();
    }

    private static double[] Softmax(ReadOnlySpan<float> logits)
    {
        var exponentials = new double[logits.Length];
        double largest = logits[logits.ArgMax()];
        for (int i = 0; i < logits.Length; i++) exponentials[i] = Math.Exp(logits[i] - largest);
        double sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, exponential => exponential / sum);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>LeNet-5 on handwritten digits</title>
        <style>
        :root {
          color-scheme: light dark;
          --paper: #fbfbf9; --card: #ffffff; --ink: #1d2733; --soft: #667384; --line: #e4e6ea; --accent: #2463c9; --wrong: #c2402f;
        }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #14181d; --card: #1c2229; --ink: #e8ecf1; --soft: #9aa7b6; --line: #2f3842; --accent: #6ea4ff; --wrong: #ff8d7c; }
        }
        body { margin: 0 auto; max-width: 960px; padding: 24px 16px 48px; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 0; } p { margin: 0 0 12px; color: var(--soft); }
        p.result { font-size: 18px; color: var(--ink); }
        main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 16px; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; overflow-x: auto; }
        section.wide { grid-column: 1 / -1; }
        section svg { max-width: 100%; height: auto; }
        svg text { fill: var(--soft); font-size: 12px; }
        .grid { stroke: var(--line); } .curve { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
        .bar { fill: var(--accent); } .ink { fill: var(--ink); }
        table { border-collapse: collapse; width: 100%; table-layout: fixed; font-variant-numeric: tabular-nums; }
        td, th { text-align: center; padding: 3px 0; width: 2.3em; font-size: 13px; } th { color: var(--soft); font-weight: 500; }
        .right { background: color-mix(in srgb, var(--accent) 18%, transparent); }
        .wrong { color: var(--wrong); font-weight: 600; } .none { color: var(--line); }
        .pictures { display: flex; flex-wrap: wrap; gap: 12px; }
        figure { margin: 0; } figure svg { border: 1px solid var(--line); border-radius: 6px; display: block; }
        figcaption { font-size: 12px; color: var(--soft); text-align: center; margin-top: 4px; }
        </style>
        </head>
        <body>
        <h1>LeNet-5 on handwritten digits</h1>

        """;
}

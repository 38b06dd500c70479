using System;
using System.Diagnostics;
using System.Reflection;
using Spectre.Console;

namespace Digits;

/// <summary>What is printed before and after the training.</summary>
internal static class Report
{
    private const int LatencyRuns = 2_000, DrawnDigits = 6, DigitsPerRow = 3;

    public static void Plan(Mnist data, Options options, TrainingRun run)
    {
        if (typeof(Report).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            Console.WriteLine("hint: this is a Debug build, 10 to 20 times slower than Release: dotnet run -c Release");
        }

        Console.WriteLine($"LeNet-5: {LeNet.ParameterCount:N0} parameters, {LeNet.Description.Macs:N0} multiply-adds an image");
        Console.WriteLine($"MNIST: {data.Training.Count:N0} training and {data.Test.Count:N0} test images from {options.DataDirectory ?? "the subset that comes with the program"}");
        Console.WriteLine($"epochs {options.Epochs}, batch {options.Batch}, learning rate {options.LearningRate}, seed {options.Seed}, threads {run.Threads}");
        Console.WriteLine();
    }

    public static void Result(LeNet network, Dataset test, TrainingRun run)
    {
        Evaluation evaluation = Evaluation.Of(network, test);
        WriteConfusion(evaluation);
        WriteMisread(evaluation, test);

        TimeSpan latency = Evaluation.MeasureLatency(network, test, LatencyRuns);
        Console.WriteLine();
        Console.WriteLine($"single-image latency {latency.TotalMicroseconds:N1} µs (median of {LatencyRuns:N0})");
        Console.WriteLine($"bytes allocated while training {run.AllocatedBytes:N0} (in {run.Steps:N0} steps)");
        Console.WriteLine($"test accuracy {100.0 * evaluation.Correct / evaluation.Count:F2} % ({evaluation.Correct:N0} of {evaluation.Count:N0})");
    }

    private static void WriteConfusion(Evaluation evaluation)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("is ╲ read").Centered());
        for (int digit = 0; digit < Dataset.Classes; digit++) table.AddColumn(new TableColumn($"{digit}").RightAligned());
        for (int label = 0; label < Dataset.Classes; label++)
        {
            var cells = new string[Dataset.Classes + 1];
            cells[0] = $"{label}";
            for (int read = 0; read < Dataset.Classes; read++)
            {
                int count = evaluation.Confusion[label, read];
                cells[read + 1] = count == 0 ? "[grey]·[/]" : label == read ? $"[green]{count}[/]" : $"[red]{count}[/]";
            }

            table.AddRow(cells);
        }

        Console.WriteLine();
        AnsiConsole.Write(table);
    }

    private static void WriteMisread(Evaluation evaluation, Dataset test)
    {
        Console.WriteLine();
        int drawn = Math.Min(DrawnDigits, evaluation.Misread.Count);
        Console.WriteLine(drawn == 0 ? "no test image was misread" : $"{drawn} of the {evaluation.Misread.Count:N0} misread test images:");
        for (int first = 0; first < drawn; first += DigitsPerRow)
        {
            Console.WriteLine();
            Console.Write(DigitDrawing.SideBySide(test, evaluation.Misread[first..Math.Min(first + DigitsPerRow, drawn)]));
        }
    }
}

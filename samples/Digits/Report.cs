using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using CnnGen;
using Spectre.Console;

namespace Digits;

/// <summary>What is printed before and after the training.</summary>
internal static class Report
{
    private const int DrawnDigits = 6, DigitsPerRow = 3;

    public static void Plan(DigitImages training, DigitImages test, Options options, Trainer<float> trainer)
    {
        if (typeof(Report).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            Console.WriteLine("hint: this is a Debug build, 10 to 20 times slower than Release: dotnet run -c Release");
        }

        Console.WriteLine($"LeNet-5: {LeNet.ParameterCount:N0} parameters, {LeNet.Description.Macs:N0} multiply-adds an image");
        string source = options.DataDirectory ?? "the subset that comes with the program";
        Console.WriteLine($"MNIST: {training.Count:N0} training and {test.Count:N0} test images from {source}");
        Console.WriteLine($"{Settings(options)}, threads {trainer.Threads}");
        Console.WriteLine();
    }

    /// <summary>What decides how training goes.</summary>
    public static string Settings(Options options) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"epochs {options.Epochs}, batch {options.Batch}, learning rate {options.LearningRate}, seed {options.Seed}");

    public static void Result(LeNet network, DigitImages test, ConfusionMatrix confusion, TrainingProgress progress)
    {
        WriteConfusion(confusion);
        WriteMisread(network, test, confusion.Count - confusion.Correct);

        Console.WriteLine();
        var image = new float[LeNet.InputSize];
        test.CopyTo(0, 0, image, [], new int[1]);
        Console.WriteLine($"single-image latency {Latency.Median(network, image).TotalMicroseconds:N1} µs (median of {Latency.Runs:N0})");
        Console.WriteLine($"bytes allocated while training {progress.AllocatedBytes:N0} (in {progress.Steps:N0} steps)");
        Console.WriteLine($"test accuracy {100 * confusion.Accuracy:F2} % ({confusion.Correct:N0} of {confusion.Count:N0})");
    }

    private static void WriteConfusion(ConfusionMatrix confusion)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("is ╲ read").Centered());
        for (int digit = 0; digit < DigitImages.Classes; digit++) table.AddColumn(new TableColumn($"{digit}").RightAligned());
        for (int label = 0; label < DigitImages.Classes; label++)
        {
            var cells = new string[DigitImages.Classes + 1];
            cells[0] = $"{label}";
            for (int read = 0; read < DigitImages.Classes; read++)
            {
                int count = confusion[label, read];
                cells[read + 1] = count == 0 ? "[grey]·[/]" : label == read ? $"[green]{count}[/]" : $"[red]{count}[/]";
            }

            table.AddRow(cells);
        }

        Console.WriteLine();
        AnsiConsole.Write(table);
    }

    private static void WriteMisread(LeNet network, DigitImages test, int count)
    {
        List<(int Image, int Read)> misread = [];
        var input = new float[LeNet.InputSize];
        var label = new int[1];
        for (int i = 0; i < test.Count && misread.Count < DrawnDigits; i++)
        {
            test.CopyTo(i, 0, input, [], label);
            int read = network.Forward(input).ArgMax();
            if (read != label[0]) misread.Add((i, read));
        }

        Console.WriteLine();
        Console.WriteLine(count == 0 ? "no test image was misread" : $"{misread.Count} of the {count:N0} misread test images:");
        for (int first = 0; first < misread.Count; first += DigitsPerRow)
        {
            Console.WriteLine();
            Console.Write(DigitDrawing.SideBySide(test, misread[first..Math.Min(first + DigitsPerRow, misread.Count)]));
        }
    }
}

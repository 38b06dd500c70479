using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Files;
using CnnGen.Tool.Printing;

namespace CnnGen.Tool.Inspecting;

/// <summary>Prints what is in a weight file.</summary>
internal static class WeightReport
{
    private const string Prefix = "cnngen.", Architecture = Prefix + "architecture";

    public static void Print(WeightFile file)
    {
        long numbers = file.Tensors.Sum(tensor => tensor.Count), bytes = file.Tensors.Sum(tensor => tensor.Stored.End - tensor.Stored.Begin);
        Console.WriteLine(
            $"{Path.GetFileName(file.Path)}: {Listing.Count(file.Tensors.Count)} tensors, {Listing.Count(numbers)} numbers, {Listing.Count(bytes)} bytes");
        foreach ((string key, string value) in file.Metadata)
        {
            if (key != Architecture) Console.WriteLine($"{key[Prefix.Length..]}: {FileText.Shown(value)}");
        }

        Console.WriteLine();
        Tensors(file).Print();
        foreach (WeightTensor tensor in file.Tensors)
        {
            int odd = tensor.Numbers?.Count(number => !double.IsFinite(number)) ?? 0;
            if (odd > 0) Console.WriteLine($"{tensor.Name}: {Listing.Count(odd)} of its numbers are not finite.");
        }

        if (!file.Metadata.TryGetValue(Architecture, out string? architecture)) return;
        Console.WriteLine();
        Console.WriteLine("The network:");
        foreach (string line in architecture.Split('\n')) Console.WriteLine($"  {line}");
    }

    private static Listing Tensors(WeightFile file)
    {
        Listing listing = new("tensor", "type", "shape", ">numbers", ">smallest", ">largest", ">mean", ">deviation");
        foreach (WeightTensor tensor in file.Tensors)
        {
            List<string> cells = [FileText.Shown(tensor.Name), tensor.Stored.Type, tensor.Shape, Listing.Count(tensor.Count)];
            if (tensor.Numbers is { Length: > 0 } numbers)
            {
                double mean = numbers.Average(), deviation = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
                cells.AddRange(new[] { numbers.Min(), numbers.Max(), mean, deviation }.Select(Listing.Number));
            }
            else
            {
                cells.AddRange(Enumerable.Repeat("", 4));
            }

            listing.Add(cells.ToArray());
        }

        return listing;
    }
}

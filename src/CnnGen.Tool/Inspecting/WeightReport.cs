using System;
using System.IO;
using System.Linq;
using CnnGen.Files;
using CnnGen.Tool.Printing;

namespace CnnGen.Tool.Inspecting;

/// <summary>Prints what is in a weight file.</summary>
internal static class WeightReport
{
    private const string Prefix = "cnngen.", Architecture = Prefix + "architecture";

    public static void Print(string path)
    {
        WeightFile<Row> file = WeightFile.Read(path, Row.Of);
        long numbers = file.Tensors.Sum(row => row.Count), bytes = file.Tensors.Sum(row => row.Bytes);
        Console.WriteLine(
            $"{Path.GetFileName(file.Path)}: {Listing.Count(file.Tensors.Count)} tensors, {Listing.Count(numbers)} numbers, {Listing.Count(bytes)} bytes");
        foreach ((string key, string value) in file.Metadata)
        {
            if (key != Architecture) Console.WriteLine($"{FileText.Visible(key[Prefix.Length..])}: {FileText.Shown(value)}");
        }

        Console.WriteLine();
        Listing listing = new("tensor", "type", "shape", ">numbers", ">smallest", ">largest", ">mean", ">deviation");
        foreach (Row row in file.Tensors) listing.Add(row.Cells);
        listing.Print();
        foreach (Row row in file.Tensors)
        {
            if (row.Odd > 0) Console.WriteLine($"{row.Cells[0]}: {Listing.Count(row.Odd)} of its numbers are not finite.");
        }

        if (!file.Metadata.TryGetValue(Architecture, out string? architecture)) return;
        Console.WriteLine();
        Console.WriteLine("The network:");
        foreach (string line in architecture.Split('\n')) Console.WriteLine($"  {FileText.Visible(line)}");
    }

    /// <summary>What is printed of a tensor.</summary>
    private sealed record Row(long Count, long Bytes, int Odd, string[] Cells)
    {
        public static Row Of(WeightTensor tensor)
        {
            string[] cells = [FileText.Shown(tensor.Name), FileText.Shown(tensor.Stored.Type), tensor.Shape, Listing.Count(tensor.Count), "", "", "", ""];
            int odd = 0;
            if (tensor.Numbers is { Length: > 0 } numbers)
            {
                double mean = numbers.Average(), deviation = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
                (cells[4], cells[5]) = (Listing.Number(numbers.Min()), Listing.Number(numbers.Max()));
                (cells[6], cells[7]) = (Listing.Number(mean), Listing.Number(deviation));
                odd = numbers.Count(number => !double.IsFinite(number));
            }

            return new Row(tensor.Count, tensor.Stored.End - tensor.Stored.Begin, odd, cells);
        }
    }
}

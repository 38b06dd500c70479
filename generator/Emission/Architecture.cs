using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Text = CnnGen.Generator.Model.Text;

namespace CnnGen.Generator.Emission;

/// <summary>
/// What a network's parameters mean: its inputs and its layers, a line each. Names are left out, and what training, batches, speed or memory are about: a
/// file fits every network of the same lines. Files hold them and their hash, so that a change of this text would refuse all that were written before.
/// </summary>
internal static class Architecture
{
    /// <summary>The lines: <c>Conv 1×28×28 → 6×28×28, weight 6×1×5×5, bias 6, window 5×5, …</c>.</summary>
    public static IReadOnlyList<string> Of(NetworkModel model)
    {
        List<string> lines = model.Inputs.Select(input => "input " + input.Shape).ToList();
        List<Tensor> tensors = model.Inputs.ToList();   // what each line makes
        Dictionary<Tensor, string> further = new();   // and what else, by the number of the line
        Tensor running = model.Inputs[0];
        foreach (Layer layer in model.Layers)
        {
            IEnumerable<string> parts = new[] { $"{layer.Kind} {layer.InputShape} → {layer.Output.Shape}" }
                .Concat(layer.Parameters.Select(parameter => $"{parameter.Role} {parameter.Shape}"))
                .Concat(layer.Buffers.Select(buffer => $"{buffer.Role} {buffer.Shape}"));
            parts = parts.Concat(layer.Settings.Where(option => option.Decides).Select(option => option.ToString()));

            // By number, counted from 1: the line that made it.
            bool isChained = layer.Inputs.Count == 1 && layer.Inputs[0] == running;
            if (!isChained) parts = parts.Append("of " + string.Join(" and ", layer.Inputs.Select(PlaceOf)));
            lines.Add(string.Join(", ", parts));
            tensors.Add(layer.Output);
            foreach (Head head in layer.Heads) further[head.Tensor] = $"{Text.Number(tensors.Count)}'s {head.Tensor.Role}";
            running = layer.Output;
        }

        return lines;

        string PlaceOf(Tensor tensor) => further.TryGetValue(tensor, out string? place) ? place : Text.Number(tensors.IndexOf(tensor) + 1);
    }

    /// <summary>128 bits of a hash of the lines, as 32 digits.</summary>
    public static string Fingerprint(IEnumerable<string> lines)
    {
        using SHA256 algorithm = SHA256.Create();
        byte[] hash = algorithm.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\n", lines)));
        return string.Concat(hash.Take(16).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }
}

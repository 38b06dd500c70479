using System;
using System.Linq;
using CnnGen.Files;
using CnnGen.Tool.Inspecting;
using CnnGen.Tool.Printing;

namespace CnnGen.Tool.Comparing;

/// <summary>How far a tensor of one file is from that of another.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Numbers">How many numbers differ.</param>
/// <param name="Largest">The largest difference; infinite where one is not a number and the other is.</param>
/// <param name="Scale">The largest magnitude in either.</param>
/// <param name="Remark">What else there is to say.</param>
/// <param name="IsNone">Whether they count as equal.</param>
internal sealed record Difference(string Tensor, string Shape, long Numbers, double Largest, double Scale, string Remark, bool IsNone)
{
    /// <summary>Compares two tensors of a name.</summary>
    /// <param name="a">The first file's.</param>
    /// <param name="b">The second file's; null where there is none.</param>
    /// <param name="tolerance">The part of the largest magnitude up to which they are equal.</param>
    public static Difference Of(WeightTensor a, WeightTensor? b, double tolerance)
    {
        if (b is null) return Unlike(a, "only in the first");
        if (!a.Stored.Shape.AsSpan().SequenceEqual(b.Stored.Shape)) return Unlike(a, $"{b.Shape} in the second");
        string types = a.Stored.Type == b.Stored.Type ? "" : $"{a.Stored.Type} and {b.Stored.Type}";
        if (a.Numbers is null || b.Numbers is null)
        {
            // Integers and the like: equal byte for byte, or not.
            bool isSame = types.Length == 0 && a.Raw.AsSpan().SequenceEqual(b.Raw);
            return Unlike(a, types.Length > 0 ? types : isSame ? "" : $"other numbers of {a.Stored.Type}") with { IsNone = isSame };
        }

        long differ = 0;
        double largest = 0, scale = 0;
        for (int i = 0; i < a.Numbers.Length; i++)
        {
            double one = a.Numbers[i], other = b.Numbers[i];
            if (double.IsFinite(one)) scale = Math.Max(scale, Math.Abs(one));
            if (double.IsFinite(other)) scale = Math.Max(scale, Math.Abs(other));
            if (one.Equals(other)) continue;   // two that are not a number are equal
            differ++;
            double distance = Math.Abs(one - other);
            largest = Math.Max(largest, double.IsNaN(distance) ? double.PositiveInfinity : distance);
        }

        return new Difference(FileText.Shown(a.Name), a.Shape, differ, largest, scale, types, largest <= tolerance * scale);
    }

    /// <summary>A tensor that the first file does not have.</summary>
    public static Difference OnlyInSecond(WeightTensor tensor) => Unlike(tensor, "only in the second");

    /// <summary>The row of a table.</summary>
    public string[] Cells() => Numbers == 0
        ? [Tensor, Shape, "", "", "", Remark]
        : [Tensor, Shape, Listing.Count(Numbers), Listing.Number(Largest), Listing.Number(Scale), Remark];

    private static Difference Unlike(WeightTensor tensor, string remark) => new(FileText.Shown(tensor.Name), tensor.Shape, 0, 0, 0, remark, IsNone: false);
}

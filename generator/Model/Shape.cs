using System.Linq;

namespace CnnGen.Generator.Model;

/// <summary>The shape of one sample of a tensor, or of a parameter: [F], [C, H, W], ….</summary>
internal sealed record Shape(EquatableArray<int> Sizes)
{
    public static Shape Of(params int[] sizes) => new(new EquatableArray<int>(sizes));

    /// <summary>Channels, rows and columns; otherwise a plain list of features.</summary>
    public bool IsSpatial => Sizes.Count == 3;

    public int Channels => Sizes[0];

    public int Height => IsSpatial ? Sizes[1] : 1;

    public int Width => IsSpatial ? Sizes[2] : 1;

    /// <summary>Cells of one channel: 1 for features.</summary>
    public int Positions => Height * Width;

    /// <summary>The product of the sizes. A shape that stands in a model has one that fits an int.</summary>
    public int Count => checked((int)LongCount);

    /// <summary>The product of the sizes; a value past <see cref="long"/> is cut to its largest.</summary>
    public long LongCount
    {
        get
        {
            decimal product = 1;
            foreach (int size in Sizes)
            {
                product *= size;
                if (product > long.MaxValue) return long.MaxValue;
            }

            return (long)product;
        }
    }

    /// <summary>6×14×14.</summary>
    public override string ToString() => string.Join("×", Sizes.Select(Text.Number));
}

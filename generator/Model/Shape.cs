using System.Linq;

namespace CnnGen.Generator.Model;

/// <summary>The shape of one sample of a tensor, or of a parameter: [F], [C, L], [C, H, W], ….</summary>
internal sealed record Shape(EquatableArray<int> Sizes)
{
    public static Shape Of(params int[] sizes) => new(new EquatableArray<int>(sizes));

    /// <summary>Channels of positions, along one axis or two; otherwise a plain list of features.</summary>
    public bool IsSpatial => Sizes.Count is 2 or 3;

    /// <summary>Channels of positions along one axis: an image of one row, which is not spoken of.</summary>
    public bool IsLine => Sizes.Count == 2;

    public int Channels => Sizes[0];

    public int Height => Sizes.Count == 3 ? Sizes[1] : 1;

    public int Width => IsSpatial ? Sizes[Sizes.Count - 1] : 1;

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

    /// <summary>Other channels of other positions along as many axes; a list of so many features where there are none.</summary>
    public Shape With(int channels, int height, int width) => !IsSpatial ? Of(channels) : IsLine ? Of(channels, width) : Of(channels, height, width);

    /// <summary>6×14×14.</summary>
    public override string ToString() => string.Join("×", Sizes.Select(Text.Number));
}

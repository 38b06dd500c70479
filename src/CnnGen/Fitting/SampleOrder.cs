using CnnGen.Runtime;

namespace CnnGen.Fitting;

/// <summary>In which order the samples of an epoch come, and each sample's variant: they follow from seed and epoch alone.</summary>
internal sealed class SampleOrder
{
    private readonly int seed;
    private readonly bool shuffles;
    private readonly int[] order, variants;
    private readonly RandomNumbers random = new(0);

    public SampleOrder(int count, int seed, bool shuffles)
    {
        this.seed = seed;
        this.shuffles = shuffles;
        order = new int[count];
        variants = new int[count];
    }

    /// <summary>The samples' numbers.</summary>
    public int[] Order => order;

    /// <summary>By sample.</summary>
    public int[] Variants => variants;

    /// <summary>Goes to an epoch.</summary>
    public void Begin(int epoch)
    {
        random.Restart(Mixed(seed, epoch));
        for (int i = 0; i < order.Length; i++) order[i] = i;
        for (int i = 0; i < variants.Length; i++) variants[i] = 1 + (int)(random.Uniform() * int.MaxValue);
        if (!shuffles) return;

        // R. Durstenfeld's shuffle.
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = (int)(random.Uniform() * (i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }
    }

    /// <summary>Neighbouring seeds and epochs have sequences that have nothing in common.</summary>
    private static int Mixed(int seed, int epoch)
    {
        unchecked
        {
            ulong mixed = ((ulong)(uint)seed << 32) | (uint)epoch;
            mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCD;
            mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53;   // the end of A. Appleby's MurmurHash3
            return (int)(mixed ^ (mixed >> 33));
        }
    }
}

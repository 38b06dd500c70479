using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>The random masks of one call in training. For generated code.</summary>
/// <remarks>
/// A mask follows from the network's seed, its step count, the layer, the sample's number in its batch and the element alone, whoever
/// draws it and in whatever order: random numbers as a function of a counter (J. K. Salmon et al., Parallel random numbers: as easy as 1,
/// 2, 3, 2011). They are mixed as in D. Lea and G. Steele's SplitMix (Fast splittable pseudorandom number generators, 2014).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DropoutMasks
{
    private readonly ulong call;
    private readonly int firstSample;

    /// <summary>The masks of a call.</summary>
    /// <param name="seed">The network's seed.</param>
    /// <param name="stepCount">Its steps so far.</param>
    /// <param name="firstSample">The number of the call's first sample in its batch.</param>
    public DropoutMasks(int seed, long stepCount, int firstSample)
    {
        call = unchecked(Mix(Mix((uint)seed) + (ulong)stepCount));
        this.firstSample = firstSample;
    }

    /// <summary>What tells a layer's mask for a sample from all others.</summary>
    /// <param name="layer">A number of the layer's own.</param>
    /// <param name="sample">The sample's number in the call.</param>
    /// <returns>The key.</returns>
    public long Key(int layer, int sample) => unchecked((long)Mix(Mix(call + (uint)layer) + (uint)(firstSample + sample)));

    // The difference to the next state makes 0 a number like others.
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}

using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>A network with layers that draw a random mask for each sample. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDrawsMasks
{
    /// <summary>
    /// The number, in its batch, of the first sample of the next Forward in training: masks go by it, so that who computes a part of a batch draws those of
    /// that part.
    /// </summary>
    int FirstSample { get; set; }

    /// <summary>What the masks follow from besides the step count: the constructor's seed, unless a checkpoint brought another. Replicas share it.</summary>
    int Seed { get; set; }
}

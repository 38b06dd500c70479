using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>A network with losses that divide by what their labels weigh: a batch's, of which a call may have a part. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWeighsLabels
{
    /// <summary>How many such losses there are.</summary>
    int WeighingLosses { get; }

    /// <summary>
    /// What a label of the batch weighs on average, by which each Loss goes until further notice, for every such loss in order of the outputs.
    /// Without, a Loss goes by its own labels.
    /// </summary>
    double[]? LabelWeights { get; set; }

    /// <summary>Weighs the labels of a whole batch.</summary>
    /// <param name="labels">The labels, which are classes or ignored; of several outputs all of the first, then of the second.</param>
    /// <param name="means">Receives what a label weighs on average, for every such loss.</param>
    void Weigh(ReadOnlySpan<int> labels, double[] means);
}

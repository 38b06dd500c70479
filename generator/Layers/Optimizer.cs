using CnnGen.Generator.Emission;
using CnnGen.Generator.Layers.Optimizers;

namespace CnnGen.Generator.Layers;

/// <summary>A checked optimizer.</summary>
internal abstract record Optimizer
{
    /// <summary>Plain stochastic gradient descent.</summary>
    public static Optimizer Default { get; } = new Sgd(0, false, 0);

    /// <summary>How many numbers it keeps for each parameter.</summary>
    public abstract int StatesPerParameter { get; }

    /// <summary>What a step does, as a sentence.</summary>
    public abstract string Formula { get; }

    /// <summary>
    /// Writes a step over so many numbers of <c>parameters</c>, <c>gradients</c> and <c>state</c>, at <c>learningRate</c>; it leaves the
    /// gradients cleared. The length is a multiple of every vector's.
    /// </summary>
    public abstract void EmitStep(KernelWriter writer, long length);
}

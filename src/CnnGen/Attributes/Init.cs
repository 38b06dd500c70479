namespace CnnGen;

/// <summary>What the weights of a layer start from. Fan-in is how many inputs go into an output, fan-out how many outputs come from an input.</summary>
/// <remarks>
/// He's variance is 2 / ((1 + a²) × fan-in) (He et al., 2015, <i>Delving Deep into Rectifiers</i>), a being the slope that the next rectifier has
/// below zero, 0 where none follows; Xavier's is 2 / (fan-in + fan-out) (Glorot and Bengio, 2010, <i>Understanding the Difficulty of Training
/// Deep Feedforward Neural Networks</i>). As in PyTorch, a uniform distribution of a variance goes from −√(3 × variance) to √(3 × variance).
/// </remarks>
public enum Init
{
    /// <summary>He's normal numbers where a rectifier follows, and Xavier's elsewhere.</summary>
    Default,

    /// <summary>Normal numbers of He's variance: PyTorch's <c>kaiming_normal_</c>.</summary>
    He,

    /// <summary>Uniform numbers of He's variance: PyTorch's <c>kaiming_uniform_</c>.</summary>
    HeUniform,

    /// <summary>Normal numbers of Xavier's variance: PyTorch's <c>xavier_normal_</c>.</summary>
    Xavier,

    /// <summary>Uniform numbers of Xavier's variance: PyTorch's <c>xavier_uniform_</c>.</summary>
    XavierUniform,

    /// <summary>Zeros: a branch that is added to another one then starts as nothing.</summary>
    Zero,
}

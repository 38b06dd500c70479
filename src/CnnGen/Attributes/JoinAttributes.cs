namespace CnnGen;

/// <summary>Names the running tensor, so that layers further on can read it. It computes nothing.</summary>
public sealed class TapAttribute : LayerAttribute
{
    /// <summary>Names the running tensor.</summary>
    /// <param name="name">Its name among the tensors: not empty, and not that of another one.</param>
    public TapAttribute(string name) => Tensor = name;

    /// <summary>The tensor's name.</summary>
    public string Tensor { get; }
}

/// <summary>Goes on from a named tensor: it becomes the running one. It computes nothing.</summary>
/// <remarks>What was the running tensor must have a name, or nobody could read it any more.</remarks>
public sealed class FromAttribute : LayerAttribute
{
    /// <summary>Goes on from a named tensor.</summary>
    /// <param name="name">Its name, given by a Tap before.</param>
    public FromAttribute(string name) => Tensor = name;

    /// <summary>The tensor's name.</summary>
    public string Tensor { get; }
}

/// <summary>The sum of the running tensor and a named one, of equal shapes; or of C×H×W and one number for each channel, C×1×1.</summary>
public sealed class AddAttribute : LayerAttribute
{
    /// <summary>Adds a named tensor.</summary>
    /// <param name="name">Its name, given by a Tap before.</param>
    public AddAttribute(string name) => Tensor = name;

    /// <summary>The tensor's name.</summary>
    public string Tensor { get; }
}

/// <summary>
/// The product, element by element, of the running tensor and a named one, of equal shapes; or of C×H×W and one number for each channel, C×1×1: a gate.
/// </summary>
public sealed class MultiplyAttribute : LayerAttribute
{
    /// <summary>Multiplies by a named tensor.</summary>
    /// <param name="name">Its name, given by a Tap before.</param>
    public MultiplyAttribute(string name) => Tensor = name;

    /// <summary>The tensor's name.</summary>
    public string Tensor { get; }
}

/// <summary>
/// The channels of the running tensor and, behind them, those of a named one of as many rows and columns; or the features of both. PyTorch's <c>cat</c> over
/// dimension 1.
/// </summary>
public sealed class ConcatAttribute : LayerAttribute
{
    /// <summary>Puts a named tensor behind the running one.</summary>
    /// <param name="name">Its name, given by a Tap before.</param>
    public ConcatAttribute(string name) => Tensor = name;

    /// <summary>The tensor's name.</summary>
    public string Tensor { get; }
}

/// <summary>Some of the channels of an image, or of the features of a list: PyTorch's <c>narrow</c> over dimension 1.</summary>
public sealed class SliceAttribute : LayerAttribute
{
    /// <summary>Takes channels or features.</summary>
    /// <param name="start">The first; at least 0.</param>
    /// <param name="count">How many; at least 1, and no more than there are from the first.</param>
    public SliceAttribute(int start, int count)
    {
        Start = start;
        Count = count;
    }

    /// <summary>The first channel or feature.</summary>
    public int Start { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; }
}

/// <summary>
/// The running tensor is an output of the network, and a loss right after belongs to it. It computes nothing, and the layers behind go on from it.
/// </summary>
/// <remarks>
/// Without an Output, the last layer is the one output. <c>Forward</c> returns the outputs in order of declaration, all samples of the first, then of
/// the second; the property <c>Policy</c> of an output "policy" is its own part; <c>Loss</c> takes an argument for each output. Either every output has a loss
/// or none.
/// </remarks>
public sealed class OutputAttribute : LayerAttribute
{
    /// <summary>Makes the running tensor an output.</summary>
    /// <param name="name">Its name among the tensors: a unique identifier.</param>
    public OutputAttribute(string name) => Tensor = name;

    /// <summary>The tensor's name.</summary>
    public string Tensor { get; }

    /// <summary>A factor of the output's loss, finite.</summary>
    public double Weight { get; set; } = 1;
}

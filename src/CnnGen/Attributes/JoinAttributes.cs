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

/// <summary>The product, element by element, of the running tensor and a named one, of equal shapes; or of C×H×W and one number for each channel, C×1×1: a gate.</summary>
public sealed class MultiplyAttribute : LayerAttribute
{
    /// <summary>Multiplies by a named tensor.</summary>
    /// <param name="name">Its name, given by a Tap before.</param>
    public MultiplyAttribute(string name) => Tensor = name;

    /// <summary>The tensor's name.</summary>
    public string Tensor { get; }
}

/// <summary>The channels of the running tensor and, behind them, those of a named one of as many rows and columns; or the features of both. PyTorch's <c>cat</c> over dimension 1.</summary>
public sealed class ConcatAttribute : LayerAttribute
{
    /// <summary>Puts a named tensor behind the running one.</summary>
    /// <param name="name">Its name, given by a Tap before.</param>
    public ConcatAttribute(string name) => Tensor = name;

    /// <summary>The tensor's name.</summary>
    public string Tensor { get; }
}

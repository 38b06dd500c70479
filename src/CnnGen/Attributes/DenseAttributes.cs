namespace CnnGen;

/// <summary>A fully connected layer, [F] to [units]; a spatial input is flattened in row-major order first. PyTorch's <c>Linear</c>.</summary>
public sealed class DenseAttribute : TrainedLayerAttribute
{
    /// <summary>A layer of so many units.</summary>
    /// <param name="units">Outputs; at least 1.</param>
    public DenseAttribute(int units) => Units = units;

    /// <summary>Outputs.</summary>
    public int Units { get; }

    /// <summary>Whether a bias is added to every output.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>The same numbers as a plain list: [C, H, W] to [C × H × W], row-major.</summary>
public sealed class FlattenAttribute : LayerAttribute { }

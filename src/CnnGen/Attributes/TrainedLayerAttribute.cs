namespace CnnGen;

/// <summary>What every layer with parameters has.</summary>
public abstract class TrainedLayerAttribute : LayerAttribute
{
    private protected TrainedLayerAttribute() { }

    /// <summary>What the weights start from; biases start at 0, and the weight of a norm at 1, but for <see cref="Init.Zero"/>.</summary>
    public Init Init { get; set; }

    /// <summary>
    /// True: no parameter of the layer is trained. They keep their place among the parameters, read a gradient of 0 and have no optimizer
    /// state; SetParameters changes them. In a network without a backward pass it means nothing.
    /// </summary>
    public bool Frozen { get; set; }

    /// <summary>True: the bias is trained, and everything else of the layer is frozen. Not with <see cref="Frozen"/>.</summary>
    public bool BiasOnly { get; set; }
}

namespace CnnGen.Generator.Layers;

/// <summary>When a step runs: a pass is another one while the network is trained.</summary>
internal enum Mode
{
    Always,

    /// <summary>While the network is in training.</summary>
    Training,

    /// <summary>While it is not; a network without a backward pass never is.</summary>
    Inference,
}

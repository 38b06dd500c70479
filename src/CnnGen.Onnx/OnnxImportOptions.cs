using System.Collections.Generic;

namespace CnnGen.Onnx;

/// <summary>How a model is imported.</summary>
public sealed record OnnxImportOptions
{
    /// <summary>The name of the class; null: the file's name, as a class is called.</summary>
    public string? ClassName { get; init; }

    /// <summary>The namespace of the class; null: none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The shape of one sample of the first input that has sizes of its own choice: 3, 320, 320. Null: as in the file.</summary>
    public IReadOnlyList<int>? Shape { get; init; }

    /// <summary>Whether what cannot be declared behind the last layers with weights is left out: each of them becomes an output.</summary>
    public bool Cut { get; init; }

    /// <summary>The names of the tensors, or nodes, at which the network ends; none: the outputs of the file.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>Whether batch norms go into the weights before them.</summary>
    public bool Fold { get; init; }

    /// <summary>
    /// Whether the program has the weights inside: the declaration names them, <c>Weights = "Digits.safetensors"</c>, and the project file embeds them.
    /// </summary>
    public bool Embed { get; init; }

    /// <summary>Whether the network is one to train: it keeps its Dropout, and is not <c>ForwardOnly</c>.</summary>
    public bool Train { get; init; }

    /// <summary>
    /// Whether all layers with weights but the last keep them, <c>Frozen = true</c>: the last convolution, dense or recurrent layer before each output is
    /// trained, with the norms and <c>PReLU</c> behind it. Only of a network to train.
    /// </summary>
    public bool Freeze { get; init; }
}

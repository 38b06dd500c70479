using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;

namespace CnnGen.Onnx.Importing.Layers;

/// <summary>A layer of the contract, with its weights: what will be an attribute.</summary>
internal abstract class Layer(int[] shape, params Layer[] inputs)
{
    /// <summary>The shape of one sample of its output.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>What it reads; replaced where what stands there is rewritten.</summary>
    public Layer[] Inputs { get; } = inputs;

    public Layer Input => Inputs[0];

    /// <summary>What the file calls it; empty: nothing there is it.</summary>
    public string Origin { get; set; } = "";

    /// <summary>Why it cannot stay as it is: it only is a part of a pattern. Null: it is an attribute.</summary>
    public virtual string? Refusal => null;

    /// <summary>Whether each number of the output is made of the same one of the input.</summary>
    public virtual bool IsElementwise => false;

    /// <summary>Whether a new line of attributes begins with it.</summary>
    public virtual bool BeginsBlock => false;

    /// <summary>The attribute's name, which also names its parameters.</summary>
    public abstract string Kind { get; }

    /// <summary>What stands in the attribute's parentheses. A join's name comes from the lineup.</summary>
    public virtual IEnumerable<string> Arguments => [];

    /// <summary>Parameters and buffers in order of description.</summary>
    public virtual IEnumerable<LayerTensor> Tensors => [];

    /// <summary>Whether it has what training changes, and not only averages.</summary>
    public virtual bool HasParameters => Tensors.Any();

    /// <summary>Whether these only adjust what the layer before makes, as a norm's do, and are no last layer to train.</summary>
    public virtual bool OnlyAdjusts => false;

    public override string ToString() => $"{Kind} '{Origin}' {Dims.Text(Shape)}";
}

/// <summary>A parameter or buffer of a layer.</summary>
/// <param name="Name">Its name within the layer: <c>weight</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its numbers.</param>
internal sealed record LayerTensor(string Name, int[] Shape, float[] Values);

/// <summary>An input of the network.</summary>
internal sealed class InputLayer(string tensor, int[] shape) : Layer(shape)
{
    /// <summary>The name in the file.</summary>
    public string Tensor { get; } = tensor;

    public override string Kind => "Input";
}

/// <summary>A layer that is its attribute and nothing else: no weights, and no pattern that looks into it.</summary>
internal sealed class PlainLayer(string kind, Layer input, int[] shape, params string[] arguments) : Layer(shape, input)
{
    public override string Kind => kind;

    public override IEnumerable<string> Arguments => arguments;
}

/// <summary>An activation.</summary>
internal sealed class ActivationLayer(string kind, Layer input, params string[] arguments) : Layer(input.Shape, input)
{
    public override string Kind => kind;

    public override bool IsElementwise => kind != "Softmax";

    public override IEnumerable<string> Arguments => arguments;

    public bool Is(string kind, params string[] arguments) => Kind == kind && Arguments.SequenceEqual(arguments);
}

/// <summary>
/// What only a pattern can make use of, Erf in GELU; or what an input in another order turns into an attribute, a factor for each of its channels.
/// </summary>
internal sealed class PatternLayer(string kind, Layer input, string refusal) : Layer(input.Shape, input)
{
    /// <summary>Of GELU's parts: whether it is the form with tanh.</summary>
    public bool IsTanh { get; init; }

    public override string Kind => kind;

    public override bool IsElementwise => true;

    public override string? Refusal => refusal;
}

/// <summary>A constant of the full shape, added or multiplied: an untied bias behind a convolution, the weights of a layer norm.</summary>
internal sealed class ConstantLayer(bool isFactor, Layer input, float[] values, string refusal) : Layer(input.Shape, input)
{
    /// <summary>The numbers in the layer's order.</summary>
    public float[] Values { get; } = values;

    public bool IsFactor => isFactor;

    public override string Kind => isFactor ? "MultiplyConstant" : "AddConstant";

    public override bool IsElementwise => true;

    public override string? Refusal => refusal;
}

/// <summary>PReLU, whose slope is trained.</summary>
internal sealed class PReLULayer(Layer input, float[] slopes, bool channels) : Layer(input.Shape, input)
{
    public override string Kind => "PReLU";

    public override bool IsElementwise => true;

    public override bool OnlyAdjusts => true;

    public override IEnumerable<string> Arguments => channels ? ["Channels = true"] : [];

    public override IEnumerable<LayerTensor> Tensors => [new("weight", [slopes.Length], slopes)];
}

/// <summary>Add, Multiply or Concat.</summary>
internal sealed class JoinLayer(string kind, int[] shape, params Layer[] inputs) : Layer(shape, inputs)
{
    /// <summary>Whether the file has the second before the first.</summary>
    public bool IsSwapped { get; init; }

    public override string Kind => kind;
}

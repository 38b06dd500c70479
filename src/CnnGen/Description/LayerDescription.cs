using System;
using System.Collections.Generic;

namespace CnnGen;

/// <summary>One layer of a network.</summary>
public sealed class LayerDescription
{
    private readonly string options;
    private IReadOnlyDictionary<string, LayerOption>? read;

    /// <summary>Describes a layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Its attribute's name.</param>
    /// <param name="inputShape">The shape of one input sample.</param>
    /// <param name="outputShape">The shape of one output sample.</param>
    /// <param name="macs">Multiply-adds per sample.</param>
    /// <param name="parameterCount">Numbers of its parameters.</param>
    /// <param name="sources">The layers and inputs that it reads.</param>
    /// <param name="options">Its options: <c>kernel 5 5, stride 1 1, mode Reflect</c>, each a name and numbers or a word.</param>
    /// <param name="forms">The chosen form of each of its steps.</param>
    public LayerDescription(
        string name,
        string kind,
        int[] inputShape,
        int[] outputShape,
        long macs,
        int parameterCount,
        string[] sources,
        string options,
        params string[] forms)
    {
        Name = name;
        Kind = kind;
        InputShape = Array.AsReadOnly(inputShape);
        OutputShape = Array.AsReadOnly(outputShape);
        Macs = macs;
        ParameterCount = parameterCount;
        Sources = Array.AsReadOnly(sources);
        Forms = Array.AsReadOnly(forms);
        this.options = options;
    }

    /// <summary>The declared name, or the kind in lower case and a number: <c>conv1</c>.</summary>
    public string Name { get; }

    /// <summary>The attribute's name: <c>Conv</c>.</summary>
    public string Kind { get; }

    /// <summary>The shape of one input sample, [F] or [C, H, W]. A dense layer's input is [F].</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The shape of one output sample, [F] or [C, H, W].</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>Multiply-adds per sample of the direct algorithm: padding cells and outputs that a pool drops included, bias excluded.</summary>
    public long Macs { get; }

    /// <summary>Numbers of its parameters, frozen ones included.</summary>
    public int ParameterCount { get; }

    /// <summary>
    /// Every option of its attribute, resolved: defaults filled in, the more specific argument has won. Names are those of the arguments, with a small first
    /// letter; what is of axes or sides is one option.
    /// </summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><c>kernel</c>, of pools too, <c>stride</c>, <c>dilation</c>, <c>outputPadding</c>: rows, columns; along a line one number.</item>
    /// <item><c>padding</c>, also where <c>Same</c> gives it, and <c>size</c> of <c>Crop</c>: top, left, bottom, right; along a line left, right.</item>
    /// <item><c>mean</c>, <c>deviation</c>, <c>factor</c>, <c>offset</c>: one number for all channels, or one for each.</item>
    /// <item><c>mode</c>: a word. What is on or off, as <c>bias</c> and <c>affine</c>: 1 or 0.</item>
    /// <item>
    /// Every norm over groups has <c>groups</c>, 1 for <c>LayerNorm</c>; <c>ReLU6</c> has <c>minimum</c> and <c>maximum</c>, <c>SELU</c> <c>alpha</c> and
    /// <c>scale</c>, global pools the window that they are.
    /// </item>
    /// </list>
    /// <c>Name</c>, <c>Init</c>, <c>Frozen</c> and <c>BiasOnly</c> are none: the description's parameters tell what is trained. Neither are names of tensors:
    /// <see cref="Sources"/> has what they stand for, <see cref="NetworkDescription.Outputs"/> the names of outputs, in order.
    /// </remarks>
    // Read when somebody asks: most never do. Two threads at once read the same.
    public IReadOnlyDictionary<string, LayerOption> Options => read ??= LayerOption.Read(options);

    /// <summary>
    /// The layers and inputs whose tensors it reads, by name: one of most. A join reads the running tensor's layer, then the tapped one; <c>From</c> the
    /// tapped one; a recurrent layer that takes its state from an input also that. <c>Tap</c>, <c>From</c> and <c>Output</c> make no tensor of their own: who
    /// comes behind them reads the layer that made it. An input that has a layer's name stands as <c>input speed</c>, the state that a recurrent layer hands on
    /// as <c>gru1 memory</c>.
    /// </summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>How each of its steps is computed: "forward: direct, sequential; …".</summary>
    public IReadOnlyList<string> Forms { get; }
}

using System;
using System.Collections.Generic;
using System.Text;

namespace CnnGen;

/// <summary>What a compiled network consists of and what it costs.</summary>
public sealed class NetworkDescription
{
    /// <summary>Describes a network; called by generated code.</summary>
    /// <param name="name">The class's name.</param>
    /// <param name="inputShape">The shape of one input sample; of several inputs the numbers of all.</param>
    /// <param name="outputShape">The shape of one output sample; of several outputs the numbers of all.</param>
    /// <param name="layers">Every layer, in order.</param>
    /// <param name="parameters">The parameters' tensors, in order.</param>
    /// <param name="buffers">The buffers' tensors, in order.</param>
    /// <param name="sharedBytes">Bytes that replicas share.</param>
    /// <param name="instanceBytes">Bytes of each instance.</param>
    /// <param name="scalar">The number type, as C# calls it.</param>
    /// <param name="batch">The most samples of one call.</param>
    /// <param name="isTrainable">Whether it has a backward pass.</param>
    /// <param name="loss">The declared loss and its formula, if there is one.</param>
    /// <param name="optimizer">The optimizer, if it is trainable.</param>
    /// <param name="inputs">The inputs, in order, where there are several.</param>
    /// <param name="outputs">The outputs, in order, where they are declared.</param>
    /// <param name="memory">The parts of the memory.</param>
    /// <param name="fingerprint">A hash of the architecture.</param>
    /// <param name="architecture">Inputs and layers as files tell them, a line each.</param>
    /// <param name="layoutFingerprint">A hash of the order in which the numbers lie.</param>
    public NetworkDescription(
        string name,
        int[] inputShape,
        int[] outputShape,
        LayerDescription[] layers,
        TensorDescription[] parameters,
        TensorDescription[] buffers,
        long sharedBytes,
        long instanceBytes,
        string scalar,
        int batch,
        bool isTrainable,
        string? loss,
        string? optimizer,
        InputDescription[]? inputs = null,
        OutputDescription[]? outputs = null,
        MemoryDescription[]? memory = null,
        string fingerprint = "",
        string[]? architecture = null,
        string layoutFingerprint = "")
    {
        Name = name;
        InputShape = Array.AsReadOnly(inputShape);
        OutputShape = Array.AsReadOnly(outputShape);
        Layers = Array.AsReadOnly(layers);
        Parameters = Array.AsReadOnly(parameters);
        Buffers = Array.AsReadOnly(buffers);
        SharedBytes = sharedBytes;
        InstanceBytes = instanceBytes;
        Memory = Array.AsReadOnly(memory ?? Array.Empty<MemoryDescription>());
        Scalar = scalar;
        Batch = batch;
        IsTrainable = isTrainable;
        Loss = loss;
        Optimizer = optimizer;
        Inputs = Array.AsReadOnly(inputs ?? new[] { new InputDescription("input", inputShape) });
        Outputs = Array.AsReadOnly(outputs ?? new[] { OutputDescription.Undeclared(outputShape, loss) });
        Fingerprint = fingerprint;
        LayoutFingerprint = layoutFingerprint;
        Architecture = Array.AsReadOnly(architecture ?? Array.Empty<string>());
        foreach (LayerDescription layer in layers) Macs += layer.Macs;
    }

    /// <summary>The class's name.</summary>
    public string Name { get; }

    /// <summary>The shape of one input sample, [F] or [C, H, W]; of several inputs the numbers of all, [F].</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The shape of one output sample, [F] or [C, H, W]; of several outputs the numbers of all, [F].</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>The inputs, in the order of the arguments of Forward; the first is called <c>input</c>.</summary>
    public IReadOnlyList<InputDescription> Inputs { get; }

    /// <summary>The outputs, in order of declaration; one that is not declared is called <c>output</c>.</summary>
    public IReadOnlyList<OutputDescription> Outputs { get; }

    /// <summary>Every layer attribute, in order.</summary>
    public IReadOnlyList<LayerDescription> Layers { get; }

    /// <summary>The parameters' tensors in the order of <c>CopyParametersTo</c> and <c>SetParameters</c>.</summary>
    public IReadOnlyList<TensorDescription> Parameters { get; }

    /// <summary>The buffers' tensors in the order of <c>CopyBuffersTo</c> and <c>SetBuffers</c>.</summary>
    public IReadOnlyList<TensorDescription> Buffers { get; }

    /// <summary>Multiply-adds of one sample's forward pass, by the direct algorithm.</summary>
    public long Macs { get; }

    /// <summary>
    /// Bytes of parameters, their copies in the orders of kernels, buffers and optimizer state, which replicas share: all of them together, with the objects
    /// that hold them, as a 64-bit runtime of .NET allocates them.
    /// </summary>
    public long SharedBytes { get; }

    /// <summary>
    /// Bytes of activations and gradients, which each instance and each replica has of its own, with the instance itself, likewise. What members of your own
    /// take in it comes on top.
    /// </summary>
    public long InstanceBytes { get; }

    /// <summary>
    /// The parts of the memory: what replicas share, then what each instance has. Two buffers that are never needed at once may share a place, so that they
    /// may add up to more than there is.
    /// </summary>
    public IReadOnlyList<MemoryDescription> Memory { get; }

    /// <summary>
    /// Tells apart networks whose parameters mean different things: a hash of <see cref="Architecture"/>, a constant of the declaration. Files hold it. Names,
    /// <c>Batch</c>, <c>ForwardOnly</c>, <c>Scalar</c>, losses, the optimizer and all else that only training, speed or memory are about leave it as it is.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>
    /// Tells apart networks that keep their numbers in different orders: a hash of where each tensor lies, a constant of the declaration and of the version of
    /// the generator, the same on every machine. What a <see cref="TrainingState{T}"/> holds, and the gradients of <see cref="Trainer{T}.ComputeBlock"/>, fit
    /// every network of the same one.
    /// </summary>
    public string LayoutFingerprint { get; }

    /// <summary>What the fingerprint is made of, a line each: every input, then every layer with its shapes and the options that decide its numbers.</summary>
    public IReadOnlyList<string> Architecture { get; }

    // For the table; the network's constants say the same.
    internal string Scalar { get; }

    internal int Batch { get; }

    internal bool IsTrainable { get; }

    internal string? Loss { get; }

    internal string? Optimizer { get; }

    /// <summary>A table of the layers: shapes, parameters, multiply-adds and chosen forms, and one of the memory and its lives.</summary>
    /// <returns>The table, lines separated by a line feed.</returns>
    public override string ToString()
    {
        var text = new StringBuilder(OverviewTable.Of(this)).Append('\n');
        foreach (LayerDescription layer in Layers)
        {
            foreach (string form in layer.Forms) text.Append('\n').Append(layer.Name).Append(' ').Append(form);
        }

        return Memory.Count == 0 ? text.ToString() : text.Append('\n').Append(MemoryTable.Of(this)).ToString();
    }
}

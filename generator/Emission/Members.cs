using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Emission;

/// <summary>A member that the interfaces ask for, and networks offer under the same name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is or returns; <c>T</c> in braces is the network's number type.</param>
/// <param name="Arguments">What it takes; null for a property or a constant.</param>
/// <param name="IsOfTraining">Whether only trainable networks have it.</param>
internal sealed record Member(string Name, string Type, string? Arguments, bool IsOfTraining)
{
    /// <summary>As the network's own: <c>public void SetBuffers(…)</c>.</summary>
    public string Public(string scalar) => $"public {Header(scalar, "", " = 1")}";

    /// <summary>As the interface's alone: <c>void INetwork&lt;float&gt;.SetBuffers(…)</c>.</summary>
    public string Explicit(string scalar) => Header(scalar, Interface(scalar, IsOfTraining) + ".", "");

    /// <summary>The interface of networks, or of trainable ones.</summary>
    public static string Interface(string scalar, bool isTrainable) => $"global::CnnGen.{(isTrainable ? "ITrainableNetwork" : "INetwork")}<{scalar}>";

    // The public Loss has a default for its weight.
    private string Header(string scalar, string owner, string defaultWeight) =>
        $"{Type} {owner}{Name}{(Arguments == null ? "" : $"({Arguments})")}".Replace("{T}", scalar).Replace("{T weight}", $"{scalar} weight{defaultWeight}");
}

/// <summary>
/// The one table of what the interfaces ask for: emitters take signatures from it, the members of a faulty network and the names that are
/// taken follow from it.
/// </summary>
internal static class Members
{
    private const string Span = "global::System.Span<{T}>", ReadOnlySpan = "global::System.ReadOnlySpan<{T}>";

    // Of every network.
    public static readonly Member
        InputSize = new(nameof(InputSize), "int", null, false),
        OutputSize = new(nameof(OutputSize), "int", null, false),
        Batch = new(nameof(Batch), "int", null, false),
        ParameterCount = new(nameof(ParameterCount), "int", null, false),
        BufferCount = new(nameof(BufferCount), "int", null, false),
        Description = new(nameof(Description), "global::CnnGen.NetworkDescription", null, false),
        CreateReplica = new(nameof(CreateReplica), Member.Interface("{T}", isTrainable: false), "", false),
        Forward = new(nameof(Forward), ReadOnlySpan, ReadOnlySpan + " input", false),
        WarmUp = new(nameof(WarmUp), "void", "", false),
        CopyParametersTo = new(nameof(CopyParametersTo), "void", Span + " destination", false),
        SetParameters = new(nameof(SetParameters), "void", ReadOnlySpan + " values", false),
        SetSomeParameters = new(nameof(SetParameters), "void", ReadOnlySpan + " values, int start", false),
        CopyBuffersTo = new(nameof(CopyBuffersTo), "void", Span + " destination", false),
        SetBuffers = new(nameof(SetBuffers), "void", ReadOnlySpan + " values", false),
        SetSomeBuffers = new(nameof(SetBuffers), "void", ReadOnlySpan + " values, int start", false);

    // Of trainable ones.
    public static readonly Member
        OptimizerStateCount = new(nameof(OptimizerStateCount), "int", null, true),
        CreateTrainableReplica = new(nameof(CreateReplica), Member.Interface("{T}", isTrainable: true), "", true),
        LossOfTarget = new("Loss", "{T}", ReadOnlySpan + " target, {T weight}", true),
        LossOfLabels = new("Loss", "{T}", "global::System.ReadOnlySpan<int> labels, {T weight}", true),
        LossOfAll = new("Loss", "{T}", ReadOnlySpan + " targets, global::System.ReadOnlySpan<int> labels, {T weight}", true),
        Backward = new(nameof(Backward), ReadOnlySpan, "", true),
        BackwardOfGradient = new(nameof(Backward), ReadOnlySpan, ReadOnlySpan + " outputGradient", true),
        Step = new(nameof(Step), "void", "{T} learningRate", true),
        ClearGradients = new(nameof(ClearGradients), "void", "", true),
        CopyGradientsTo = new(nameof(CopyGradientsTo), "void", Span + " destination", true),
        SetGradients = new(nameof(SetGradients), "void", ReadOnlySpan + " values", true),
        CopyOptimizerStateTo = new(nameof(CopyOptimizerStateTo), "void", Span + " destination", true),
        SetOptimizerState = new(nameof(SetOptimizerState), "void", ReadOnlySpan + " values, long stepCount", true),
        StepCount = new(nameof(StepCount), "long", null, true),
        Training = new(nameof(Training), "bool", null, true);

    /// <summary>Constants of the network, which the interface asks for as properties.</summary>
    public static readonly IReadOnlyList<Member> Sizes = new[] { InputSize, OutputSize, Batch, ParameterCount, BufferCount, OptimizerStateCount };

    // Of each class, as constants; no interface asks for them.
    public static readonly Member
        InferenceBytes = new(nameof(InferenceBytes), "long", null, false),
        TrainingBytes = new(nameof(TrainingBytes), "long", null, true);

    /// <summary>Constants that tell of memory.</summary>
    public static readonly IReadOnlyList<Member> Bytes = new[] { InferenceBytes, TrainingBytes };

    /// <summary>
    /// What is neither a size, nor <see cref="Description"/>, a replica, <see cref="Training"/>, nor the loss of everything, which has a body in
    /// the interface.
    /// </summary>
    public static readonly IReadOnlyList<Member> Others = new[]
    {
        Forward, WarmUp, CopyParametersTo, SetParameters, SetSomeParameters, CopyBuffersTo, SetBuffers, SetSomeBuffers, LossOfTarget, LossOfLabels, Backward,
        BackwardOfGradient, Step, ClearGradients, CopyGradientsTo, SetGradients, CopyOptimizerStateTo, SetOptimizerState, StepCount,
    };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Member> All = Sizes
        .Concat(new[] { Description, CreateReplica, CreateTrainableReplica, Training, LossOfAll })
        .Concat(Others)
        .ToList();

    /// <summary>Those that a network has which is trainable or is not.</summary>
    public static IEnumerable<Member> Of(this IEnumerable<Member> members, bool isTrainable) => members.Where(member => isTrainable || !member.IsOfTraining);
}

using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>A field of a network.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">What it takes in the instance.</param>
internal sealed record Field(string Type, string Name, int Bytes)
{
    public bool IsReadOnly { get; init; }

    /// <summary>What it is first, as an expression; null for nothing or zero.</summary>
    public string? Value { get; init; }

    /// <summary>Bytes of the object that it is made with, which belongs to the instance alone.</summary>
    public long OwnBytes { get; init; }

    /// <summary>Behind it, in a comment.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Before it, in a comment.</summary>
    public string Title { get; init; } = "";
}

/// <summary>The fields of networks.</summary>
internal static class Fields
{
    private const string Runtime = "global::CnnGen.Runtime.";

    /// <summary>All of a network, in the order of its text.</summary>
    public static IEnumerable<Field> Of(NetworkPlan plan)
    {
        Scalar scalar = plan.Model.Options.Scalar;
        string number = Literals.TypeOf(scalar);
        yield return new Field($"{Runtime}SharedState<{number}>", MemberNames.Shared, Heap.Reference) { IsReadOnly = true };
        yield return new Field(MemoryOf(Element.Number, scalar), MemberNames.Parameters, Heap.Reference)
        {
            IsReadOnly = true,
            Comment = "shared with replicas",
        };
        yield return Activations(plan, Element.Number);
        if (MemberNames.HasLastSamples(plan)) yield return new Field("int", MemberNames.LastSamples, 4) { Comment = "of the last Forward" };
        if (!plan.Model.IsTrainable) yield break;
        yield return Memory(plan, MemberNames.Gradients, Element.Number, plan.TrainedLength, MemberNames.EndOfParameters);
        foreach (Element element in plan.ActivationElements.Where(element => element != Element.Number))
        {
            yield return Activations(plan, element) with { Title = "Where maxima were." };
        }

        yield return new Field(Runtime + "CallOrder", MemberNames.Order, Heap.Reference)
        {
            IsReadOnly = true,
            Value = $"new {Runtime}CallOrder()",
            OwnBytes = Heap.CallOrder,
        };
        if (plan.Model.Optimizer.Clips)
        {
            yield return new Field(number, MemberNames.Clip, plan.ScalarBytes) { Comment = "what a step multiplies the gradients by" };
        }

        if (plan.HasModes)
        {
            yield return new Field("bool", MemberNames.WasTraining, 1) { Comment = "the mode of the last Forward, which is that of its Backward" };
        }

        if (plan.HasMasks)
        {
            yield return new Field(Runtime + "DropoutMasks", MemberNames.Masks, 16) { Comment = "of the last Forward in training" };
            yield return new Field("int", MemberNames.FirstSample, 4) { Comment = "the number, in its batch, of the first sample of a Forward" };
        }

        if (plan.HasStatistics)
        {
            yield return Memory(plan, MemberNames.Statistics, Element.Number, plan.BufferCount, "BufferCount") with
            {
                IsReadOnly = true,
                Comment = "what the last Forward has gone by, in the order of the buffers",
            };
            yield return new Field("bool", MemberNames.KeepsStatistics, 1) { Comment = "a replica leaves the buffers alone" };
        }

        if (plan.WeighingLosses.Any())
        {
            yield return new Field("double[]", MemberNames.LabelWeights, Heap.Reference)
            {
                Comment = "what a label weighs on average in a trainer's batch; null: a call goes by its own",
            };
        }

        if (!plan.Defers) yield break;
        yield return new Field("int", MemberNames.Deferred, 4)
        {
            Comment = "samples of the last Backward whose gradients of dense weights are left to Step",
        };
        yield return new Field("bool", MemberNames.IsFormed, 1) { Comment = "whether there are other gradients of these weights already" };
    }

    /// <summary>What an instance and all that belongs to it alone takes: what a replica is.</summary>
    public static long BytesOf(NetworkPlan plan)
    {
        List<Field> fields = Of(plan).ToList();
        int training = plan.Model.IsTrainable ? 1 : 0;   // the property
        return Heap.Object(fields.Sum(field => field.Bytes) + training) + fields.Sum(field => field.OwnBytes);
    }

    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        foreach (Field field in Of(plan))
        {
            if (field.Title.Length > 0) writer.Comment(field.Title);
            string comment = field.Comment.Length == 0 ? "" : $"   // {field.Comment}", value = field.Value == null ? "" : $" = {field.Value}";
            writer.Line($"private {(field.IsReadOnly ? "readonly " : "")}{field.Type} {field.Name}{value};{comment}");
        }
    }

    private static Field Activations(NetworkPlan plan, Element element) =>
        Memory(plan, MemberNames.ActivationsOf(element), element, plan.LengthOf(element), $"{MemberNames.Offset}.{OffsetsEmitter.End(element)}") with
        {
            IsReadOnly = true,
        };

    private static Field Memory(NetworkPlan plan, string name, Element element, long length, string written)
    {
        Scalar scalar = plan.Model.Options.Scalar;
        string type = MemoryOf(element, scalar);
        return new Field(type, name, Heap.Reference)
        {
            Value = $"new {type}({written})",
            OwnBytes = Heap.Memory(length, ElementTypes.BytesOf(element, scalar)),
        };
    }

    private static string MemoryOf(Element element, Scalar scalar) => $"{Runtime}AlignedMemory<{ElementTypes.TypeOf(element, scalar)}>";
}

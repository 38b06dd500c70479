using System;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Constants beside numbers that the network computes: one for all, one for each channel, or one for each number.</summary>
internal static class Channels
{
    /// <summary>What a constant is to the channels of a layer, in whatever order the file has them.</summary>
    /// <returns>
    /// The layer, and the view of it; one number or one for each channel, null where they differ within one; and all of them in the layer's order.
    /// </returns>
    public static (Layer Layer, View View, float[]? ByChannel, float[] All) Of(Call call, View view, Constant constant)
    {
        float[] numbers = constant.AsFloats();
        if (constant.Count == 1)
        {
            int[] broadcast = Dims.Broadcast(view.Shape, constant.Shape);
            return (view.Source, view.Broadcast(broadcast), numbers, numbers);
        }

        if (IsAlongChannels(view, constant)) return (view.Source, view, Merged(numbers), numbers);
        int[] shape = Dims.Broadcast(view.Shape, constant.Shape);
        if (Dims.Count(shape) != view.Count) throw new RefusalException($"broadcasts {Dims.Text(view.Shape)} to {Dims.Text(shape)}, which cannot be declared");
        View same = view.Broadcast(shape);
        int[] indexes = Dims.BroadcastIndexes(constant.Shape, shape, call.Budget);
        float[] all = new float[indexes.Length];
        for (int k = 0; k < all.Length; k++) all[same.At(k)] = numbers[indexes[k]];
        if (ByChannel(all, same.Source.Shape) is { } channels) return (same.Source, same, channels, all);

        // A list of features that is flattened from an image: there each has its own.
        if (shape.Length > 2 || same.Order is not null) return (same.Source, same, null, all);
        Layer line = call.Arranged(same);
        return (line, new View(line, shape) { BatchAxis = same.BatchAxis }, line.Shape.Length == 1 ? all : null, all);
    }

    private static float[]? ByChannel(float[] all, int[] shape)
    {
        int channels = shape[0], positions = all.Length / channels;
        float[] first = new float[channels];
        for (int k = 0; k < all.Length; k++)
        {
            if (k % positions == 0) first[k / positions] = all[k];
            else if (!first[k / positions].Equals(all[k])) return null;
        }

        return Merged(first);
    }

    /// <summary>The common case, which needs no look at each number: channels stand where the contract has them.</summary>
    private static bool IsAlongChannels(View view, Constant constant)
    {
        int rank = view.Shape.Length, channels = constant.Count, axis = rank - constant.Shape.Length;
        if (view.Order is not null || rank < 2 || axis < 0 || view.Shape[0] != 1 || view.Shape[1] != channels || view.Source.Shape[0] != channels) return false;
        for (int i = 0; i < constant.Shape.Length; i++)
        {
            if (constant.Shape[i] != (i + axis == 1 ? channels : 1)) return false;
        }

        return axis < 2;
    }

    private static float[] Merged(float[] channels) => Array.TrueForAll(channels, number => number.Equals(channels[0])) ? [channels[0]] : channels;
}

using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>The checks of public arguments, each with what was expected and what came. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Check
{
    /// <summary>The number of samples in an input.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="input">The samples.</param>
    /// <param name="activations">The network's own memory, which the input must not be in.</param>
    /// <param name="size">Numbers of one sample.</param>
    /// <param name="batch">The most samples.</param>
    /// <returns>1 to <paramref name="batch"/>.</returns>
    /// <exception cref="ArgumentException">Not a whole number of samples in that range, or a span that the network itself returned.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Samples<T>(ReadOnlySpan<T> input, AlignedMemory<T> activations, int size, int batch) where T : unmanaged
    {
        // Small enough to disappear into Forward, where size and batch are constants.
        int samples = batch == 1 ? 1 : input.Length / size;
        if (samples * size != input.Length || (uint)(samples - 1) >= (uint)batch || activations.IsIn(input)) Refuse(input.Length, size, batch);
        return samples;
    }

    /// <summary>An input besides the first.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="input">Its samples.</param>
    /// <param name="activations">The network's own memory, which the input must not be in.</param>
    /// <param name="size">Numbers of one sample.</param>
    /// <param name="samples">The samples of the first input.</param>
    /// <param name="name">The argument's name.</param>
    /// <exception cref="ArgumentException">Another number of samples, or a span that the network itself returned.</exception>
    public static void Input<T>(ReadOnlySpan<T> input, AlignedMemory<T> activations, int size, int samples, string name) where T : unmanaged
    {
        if (input.Length != (long)size * samples)
        {
            throw new ArgumentException(
                $"{name} expects {size} numbers for each of {samples} samples, as many as the first input has: {(long)size * samples}; {input.Length} came.",
                name);
        }

        if (activations.IsIn(input))
        {
            throw new ArgumentException($"{name} is a span that this network returned, which its next Forward overwrites: copy it first.", name);
        }
    }

    private static void Refuse(int length, int size, int batch)
    {
        Samples(length, size, batch);
        throw new ArgumentException("The input is a span that this network returned, which its next Forward overwrites: copy it first.", "input");
    }

    /// <summary>The number of samples in an input.</summary>
    /// <param name="length">Numbers that came.</param>
    /// <param name="size">Numbers of one sample.</param>
    /// <param name="batch">The most samples.</param>
    /// <returns>1 to <paramref name="batch"/>.</returns>
    /// <exception cref="ArgumentException">Not a whole number of samples in that range.</exception>
    public static int Samples(int length, int size, int batch)
    {
        int samples = length / size;
        if (samples < 1 || samples > batch || samples * size != length)
        {
            string expected = batch == 1 ? $"one sample of {size} numbers" : $"1 to {batch} samples of {size} numbers each";
            throw new ArgumentException($"Forward expects {expected}; {length} numbers came.", "input");
        }

        return samples;
    }

    /// <summary>The samples of a Forward in training, where one has a single number for what a layer takes statistics of.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="layer">The layer's name.</param>
    /// <exception cref="ArgumentException">There is one.</exception>
    public static void SeveralSamples(int samples, string layer)
    {
        if (samples == 1)
        {
            throw new ArgumentException($"In training, {layer} needs more than one value for each channel; one sample came, which has one.", "input");
        }
    }

    /// <summary>An argument that belongs to the samples of the last Forward.</summary>
    /// <param name="length">Elements that came.</param>
    /// <param name="size">Elements for one sample.</param>
    /// <param name="samples">The samples of the last Forward.</param>
    /// <param name="name">The argument's name.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public static void PerSample(int length, int size, int samples, string name)
    {
        if (length != size * samples)
        {
            throw new ArgumentException(
                $"{name} expects {size} for each sample of the last Forward, which had {samples}: {size * samples}; {length} came.", name);
        }
    }

    /// <summary>Class labels.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is negative or not below the number of classes.</exception>
    public static void Labels(ReadOnlySpan<int> labels, int classes)
    {
        for (int index = 0; index < labels.Length; index++)
        {
            if ((uint)labels[index] >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), labels[index], $"A label is 0 to {classes - 1}; labels[{index}] is {labels[index]}.");
            }
        }
    }

    /// <summary>Class labels, of which some may be left out.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="ignored">The label of what is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is negative or not below the number of classes, and not that one.</exception>
    public static void Labels(ReadOnlySpan<int> labels, int classes, int ignored)
    {
        for (int index = 0; index < labels.Length; index++)
        {
            if ((uint)labels[index] >= (uint)classes && labels[index] != ignored)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    labels[index],
                    $"A label is 0 to {classes - 1}, or {ignored} where there is none; labels[{index}] is {labels[index]}.");
            }
        }
    }

    /// <summary>A part of the parameters or buffers that is to be replaced.</summary>
    /// <param name="length">Values that came.</param>
    /// <param name="start">The first element to replace.</param>
    /// <param name="count">All elements there are.</param>
    /// <param name="what">What they are called.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is outside.</exception>
    /// <exception cref="ArgumentException">Too many values.</exception>
    public static void Part(int length, int start, int count, string what)
    {
        if ((uint)start > (uint)count)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"The network has {count} {what}; the start is 0 to {count}.");
        }

        if (length > count - start)
        {
            throw new ArgumentException($"The network has {count} {what}, {count - start} of them from {start} on; {length} values came.", "values");
        }
    }

    /// <summary>Values that replace a whole.</summary>
    /// <param name="length">Values that came.</param>
    /// <param name="count">Values there have to be.</param>
    /// <param name="what">What they are called.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public static void Whole(int length, int count, string what)
    {
        if (length != count) throw new ArgumentException($"The network has {count} {what}; {length} values came.", "values");
    }

    /// <summary>A destination.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="count">The elements that are copied.</param>
    /// <param name="what">What they are called.</param>
    /// <exception cref="ArgumentException">It is too short.</exception>
    public static void Destination(int length, int count, string what)
    {
        if (length < count) throw new ArgumentException($"The network has {count} {what}; the destination has room for {length}.", "destination");
    }

    /// <summary>A number of optimizer steps.</summary>
    /// <param name="stepCount">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static void StepCount(long stepCount)
    {
        if (stepCount < 0) throw new ArgumentOutOfRangeException(nameof(stepCount), stepCount, $"The step count is at least 0; {stepCount} came.");
    }
}

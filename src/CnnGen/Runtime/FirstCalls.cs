using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>Makes every call of a network once, so that its methods are compiled. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FirstCalls
{
    /// <summary>Runs a network.</summary>
    /// <typeparam name="T">Its number type.</typeparam>
    /// <param name="network">A network that nobody else uses: its outputs change.</param>
    public static void Make<T>(INetwork<T> network) where T : unmanaged => network.Forward(new T[Samples(network) * network.InputSize]);

    /// <summary>Runs and trains a network.</summary>
    /// <typeparam name="T">Its number type.</typeparam>
    /// <param name="network">A network that nobody else uses: all of it changes.</param>
    /// <param name="hasLoss">Whether it declares a loss.</param>
    /// <param name="labels">The labels of a sample; 0 where the loss takes none.</param>
    /// <param name="targets">The numbers besides that the losses of several outputs take.</param>
    /// <param name="trains">Whether it can be in training: some networks need more samples for it than their calls may have.</param>
    public static void Make<T>(ITrainableNetwork<T> network, bool hasLoss, int labels, int targets = 0, bool trains = true) where T : unmanaged
    {
        int samples = Samples(network);
        var input = new T[samples * network.InputSize];
        var output = new T[samples * network.OutputSize];
        network.Forward(input);
        network.Training = trains;
        network.Forward(input);
        if (labels > 0) network.Loss(new T[samples * targets], new int[samples * labels], default);
        if (hasLoss)
        {
            network.Loss(new T[samples * Judged(network.Description)], default, default);
            network.Backward();
            network.Step(default);
            network.Forward(input);
        }

        // The gradients that are made on the way, then those that a Forward makes before it overwrites what they are made of.
        network.Backward(output);
        network.Step(default);
        network.Forward(input);
        network.Backward(output);
        network.Forward(input);
        network.Step(default);
    }

    // Numbers of the outputs that have a loss.
    private static int Judged(NetworkDescription network)
    {
        int numbers = 0;
        foreach (OutputDescription output in network.Outputs) numbers += output.Loss == null ? 0 : output.Count;
        return numbers;
    }

    // More than one, where a call may have them: statistics of a batch need two.
    private static int Samples<T>(INetwork<T> network) where T : unmanaged => Math.Min(network.Batch, 2);
}

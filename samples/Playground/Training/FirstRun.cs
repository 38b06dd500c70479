using System;
using CnnGen;

namespace Playground.Training;

/// <summary>Runs a network once, whatever it is: forward and, where it can, backward and a step. What does not run here says so at once.</summary>
internal static class FirstRun
{
    private const double Rate = 0.001;

    public static void Of(object network)
    {
        if (network is ITrainableNetwork<double> trainable) Run(trainable, number => number);
        else if (network is INetwork<double> other) other.Forward(Inputs<double>(other, number => number));
        else if (network is ITrainableNetwork<float> single) Run(single, number => (float)number);
        else ((INetwork<float>)network).Forward(Inputs((INetwork<float>)network, number => (float)number));
    }

    private static void Run<T>(ITrainableNetwork<T> network, Func<double, T> narrow) where T : unmanaged
    {
        network.Training = true;
        int count = network.Forward(Inputs(network, narrow)).Length;
        network.Backward(Numbers(count, narrow));
        network.Step(narrow(Rate));
        network.Training = false;
        foreach (T number in network.Forward(Inputs(network, narrow)))
        {
            if (!double.IsFinite(Convert.ToDouble(number))) throw new InvalidOperationException($"{network.Description.Name} makes numbers that are not finite.");
        }
    }

    private static T[] Inputs<T>(INetwork<T> network, Func<double, T> narrow) where T : unmanaged => Numbers(network.Batch * network.InputSize, narrow);

    /// <summary>Some numbers around zero.</summary>
    private static T[] Numbers<T>(int count, Func<double, T> narrow)
    {
        var random = new Random(1);
        var numbers = new T[count];
        for (int i = 0; i < count; i++) numbers[i] = narrow(random.NextDouble() - 0.5);
        return numbers;
    }
}

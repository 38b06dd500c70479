using System;

namespace CnnGen.Orleans;

/// <summary>All that clients and a federation tell each other of a network: its parameters and then its buffers, in the order of its description.</summary>
internal static class FederatedNumbers
{
    /// <summary>A copy of a network's.</summary>
    public static Numbers Of<T>(INetwork<T> network) where T : unmanaged
    {
        Numbers numbers = Numbers.Room<T>(network.ParameterCount + network.BufferCount);
        network.CopyParametersTo(numbers.As<T>());
        network.CopyBuffersTo(numbers.As<T>()[network.ParameterCount..]);
        return numbers;
    }

    /// <summary>Gives a network those that fit it.</summary>
    public static void Set<T>(INetwork<T> network, Numbers numbers) where T : unmanaged
    {
        Span<T> values = numbers.As<T>();
        network.SetParameters(values[..network.ParameterCount]);
        network.SetBuffers(values[network.ParameterCount..]);
    }
}

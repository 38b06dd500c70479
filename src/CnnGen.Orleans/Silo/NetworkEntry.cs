using System;

namespace CnnGen.Orleans;

/// <summary>A network that a silo knows, of whatever number type: grains are not generic, what they ask for is.</summary>
internal abstract class NetworkEntry(string name)
{
    /// <summary>How runs call it.</summary>
    public string Name => name;

    /// <summary>Calls what knows what to do with a network of any number type.</summary>
    public abstract TResult Accept<TResult>(INetworkVisitor<TResult> visitor);
}

/// <summary>A network of a known number type.</summary>
internal sealed class NetworkEntry<T>(string name, Func<ITrainableNetwork<T>> create) : NetworkEntry(name) where T : unmanaged
{
    /// <summary>A new one, with the parameters that all silos begin with.</summary>
    /// <exception cref="InvalidOperationException">What was registered made none.</exception>
    public ITrainableNetwork<T> Create() => create() ?? throw new InvalidOperationException($"What makes the network '{Name}' has made none.");

    public override TResult Accept<TResult>(INetworkVisitor<TResult> visitor) => visitor.Visit(this);
}

/// <summary>Something to do with a network of any number type.</summary>
internal interface INetworkVisitor<out TResult>
{
    TResult Visit<T>(NetworkEntry<T> network) where T : unmanaged;
}

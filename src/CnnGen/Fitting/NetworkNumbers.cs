namespace CnnGen.Fitting;

/// <summary>A copy of a network's parameters and buffers.</summary>
internal sealed class NetworkNumbers<T> where T : unmanaged
{
    private readonly INetwork<T> network;

    public NetworkNumbers(INetwork<T> network)
    {
        this.network = network;
        Parameters = new T[network.ParameterCount];
        Buffers = new T[network.BufferCount];
    }

    public T[] Parameters { get; }

    public T[] Buffers { get; }

    /// <summary>Takes what the network has.</summary>
    public void Copy()
    {
        network.CopyParametersTo(Parameters);
        network.CopyBuffersTo(Buffers);
    }

    /// <summary>Gives it back.</summary>
    public void Restore()
    {
        network.SetParameters(Parameters);
        network.SetBuffers(Buffers);
    }
}

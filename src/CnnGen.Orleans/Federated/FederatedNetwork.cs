using System.IO;

namespace CnnGen.Orleans;

/// <summary>What federations need of a network: one instance in each silo or server, which is used on the compute threads, by one job at a time.</summary>
internal abstract class FederatedNetwork
{
    /// <summary>Its entry.</summary>
    public abstract NetworkEntry Entry { get; }

    public abstract NetworkDescription Description { get; }

    /// <summary>What is averaged.</summary>
    public abstract AveragedRange[] Ranges { get; }

    /// <summary>The numbers that a new network has.</summary>
    public abstract Numbers Initial { get; }

    /// <summary>Bytes of all numbers.</summary>
    public int Length => Initial.Bytes.Length;

    /// <summary>Numbers as a safetensors file.</summary>
    public abstract byte[] Save(Numbers numbers);

    /// <summary>The numbers of a safetensors file.</summary>
    /// <exception cref="InvalidDataException">It is none, or not one of this network.</exception>
    public abstract Numbers Load(Stream file);
}

/// <inheritdoc/>
internal sealed class FederatedNetwork<T> : FederatedNetwork where T : unmanaged
{
    private readonly ITrainableNetwork<T> network;

    public FederatedNetwork(NetworkEntry<T> entry)
    {
        Entry = entry;
        network = entry.Create();
        Description = network.Description;
        Ranges = AveragedRange.Of(Description, network.ParameterCount);
        Initial = FederatedNumbers.Of(network);
    }

    public override NetworkEntry Entry { get; }

    public override NetworkDescription Description { get; }

    public override AveragedRange[] Ranges { get; }

    public override Numbers Initial { get; }

    public override byte[] Save(Numbers numbers)
    {
        FederatedNumbers.Set(network, numbers);
        using var file = new MemoryStream();
        network.Save(file);
        return file.ToArray();
    }

    public override Numbers Load(Stream file)
    {
        network.Load(file);
        return FederatedNumbers.Of(network);
    }
}

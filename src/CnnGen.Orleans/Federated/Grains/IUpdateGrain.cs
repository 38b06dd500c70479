using System.Threading.Tasks;
using Orleans;
using Orleans.Concurrency;

namespace CnnGen.Orleans;

/// <summary>A client of a federation: takes its updates, one after the other, and keeps the last.</summary>
internal interface IUpdateGrain : IGrainWithStringKey
{
    Task<FederatedReply> Submit(SentUpdate update);

    /// <summary>The update of a round; null where there is none. Also while one is submitted: that may wait for who asks.</summary>
    [AlwaysInterleave]
    Task<StoredUpdate?> Read(long round);
}

/// <summary>An update on its way.</summary>
[GenerateSerializer, Immutable]
internal sealed record SentUpdate(
    [property: Id(0)] long Round, [property: Id(1)] int Samples, [property: Id(2)] string Fingerprint, [property: Id(3)] Numbers Numbers);

/// <summary>An update in grain storage; those of a client follow each other in one place, so that storage does not grow with the rounds.</summary>
[GenerateSerializer, Immutable]
internal sealed class StoredUpdate
{
    [Id(0)]
    public long Round { get; set; }

    [Id(1)]
    public int Samples { get; set; }

    /// <summary>The L2 norm of the change.</summary>
    [Id(2)]
    public double Norm { get; set; }

    // Nothing to begin with: serializers for JSON would fill it, and not replace it.
    [Id(3)]
    public Numbers? Numbers { get; set; }
}

using System.Threading.Tasks;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>The one who leads a federation: which round it is, whose updates belong to it, when it ends, and the mean.</summary>
internal interface IFederationGrain : IGrainWithStringKey
{
    Task Start(FederatedAveraging options);

    Task End();

    Task<FederationProgress?> GetProgress();

    /// <summary>The round that runs.</summary>
    /// <param name="knownRound">The round whose numbers the caller has; they are not sent again.</param>
    Task<JoinedRound> Join(long knownRound);

    /// <summary>Makes a client's update, which is stored, a part of the round; when it returns, that is stored too.</summary>
    Task<FederatedReply> Accept(long round, string client);
}

/// <summary>A round, as who joins it sees it.</summary>
/// <param name="Round">Its number; 0 where there is no such federation.</param>
/// <param name="HasEnded">Whether it takes no more updates for good.</param>
/// <param name="Network">The network's name.</param>
/// <param name="Fingerprint">Of its architecture.</param>
/// <param name="Length">Bytes of its numbers.</param>
/// <param name="RefuseBeyond">Of the options.</param>
/// <param name="Numbers">Its numbers; null where the caller has them, or while it is ending and the next one's are not there yet.</param>
/// <param name="IsEnding">Whether it takes no more updates, and the next one follows shortly.</param>
[GenerateSerializer, Immutable]
internal sealed record JoinedRound(
    [property: Id(0)] long Round,
    [property: Id(1)] bool HasEnded,
    [property: Id(2)] string Network,
    [property: Id(3)] string Fingerprint,
    [property: Id(4)] int Length,
    [property: Id(5)] double? RefuseBeyond,
    [property: Id(6)] Numbers? Numbers,
    [property: Id(7)] bool IsEnding)
{
    public static JoinedRound None { get; } = new(0, true, "", "", 0, null, null, false);
}

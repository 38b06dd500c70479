namespace CnnGen.Orleans;

/// <summary>What became of an update that a client sent.</summary>
public enum FederatedAnswer
{
    /// <summary>It is stored, and part of the round.</summary>
    Accepted,

    /// <summary>This client's update of this round is stored already, the first one that came; so who has lost an answer just sends it again.</summary>
    Duplicate,

    /// <summary>It is of another round than the one that runs: join that.</summary>
    Stale,

    /// <summary>The federation has ended.</summary>
    Ended,

    /// <summary>There is no such federation.</summary>
    NotStarted,

    /// <summary>A number of it is infinite or none.</summary>
    NotFinite,

    /// <summary>It is farther from the round's numbers than <see cref="FederatedAveraging.RefuseBeyond"/> allows, or than can be measured.</summary>
    TooFar,

    /// <summary>It has more or fewer numbers, or wider ones, than the network.</summary>
    WrongLength,

    /// <summary>It is of a network with another <see cref="NetworkDescription.Fingerprint"/>.</summary>
    WrongNetwork,
}

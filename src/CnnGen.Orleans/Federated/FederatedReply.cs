using Orleans;

namespace CnnGen.Orleans;

/// <summary>The answer to an update.</summary>
/// <param name="Answer">What became of it.</param>
/// <param name="Message">The same for people, with the numbers that show why.</param>
/// <param name="Round">The round that runs, as far as who answers knows; 0 where there is none.</param>
[GenerateSerializer, Immutable]
public sealed record FederatedReply([property: Id(0)] FederatedAnswer Answer, [property: Id(1)] string Message, [property: Id(2)] long Round);

namespace CnnGen.Orleans;

/// <summary>Answers that are given in several places.</summary>
internal static class FederatedReplies
{
    public static FederatedReply NotStarted(string federation) => new(FederatedAnswer.NotStarted, $"There is no federation '{federation}'.", 0);

    public static FederatedReply Ended(string federation, long round) => new(FederatedAnswer.Ended, $"The federation '{federation}' has ended.", round);

    public static FederatedReply Stale(long sent, long runs) => new(
        FederatedAnswer.Stale,
        sent == runs ? $"Round {sent} is ending: join the next." : $"The update is of round {sent}; round {runs} runs: join that.",
        runs);
}

using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace CnnGen.Orleans;

/// <summary>What the meter CnnGen.Orleans tells of federations.</summary>
internal static class FederatedMetrics
{
    private static readonly Meter Meter = new("CnnGen.Orleans");

    private static readonly Counter<long> Updates = Meter.CreateCounter<long>(
        "cnngen.federated.updates", "{update}", "Updates that clients have sent, by federation and answer");

    private static readonly Counter<long> Received = Meter.CreateCounter<long>("cnngen.federated.received", "By", "Bytes of numbers that clients have sent");

    private static readonly Counter<long> Rounds = Meter.CreateCounter<long>("cnngen.federated.rounds", "{round}", "Rounds that have ended");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "cnngen.federated.round.duration", "s", "From a round's beginning to its end");

    private static readonly Histogram<double> Change = Meter.CreateHistogram<double>(
        "cnngen.federated.round.change", "1", "The L2 norm of the mean change, before noise");

    public static void Answered(string federation, FederatedAnswer answer, int bytes)
    {
        Updates.Add(1, Of(federation), new KeyValuePair<string, object?>("answer", answer.ToString()));
        Received.Add(bytes, Of(federation));
    }

    public static void Ended(string federation, FederatedRoundResult result)
    {
        Rounds.Add(1, Of(federation));
        Duration.Record(result.Took.TotalSeconds, Of(federation));
        Change.Record(result.Change, Of(federation));
    }

    private static KeyValuePair<string, object?> Of(string federation) => new("federation", federation);
}

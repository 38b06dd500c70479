using System.Diagnostics.Metrics;

namespace CnnGen.Orleans;

/// <summary>What data-parallel training counts, of the meter <c>CnnGen.Orleans</c>.</summary>
internal static class DataParallelMetrics
{
    private static readonly Meter Meter = new("CnnGen.Orleans");

    public static Counter<long> Steps { get; } =
        Meter.CreateCounter<long>("cnngen.training.steps", "{step}", "Steps that coordinators of this silo have made.");

    public static Counter<long> Shards { get; } = Meter.CreateCounter<long>("cnngen.training.shards", "{shard}", "Shards of these steps.");

    public static Counter<long> Reruns { get; } =
        Meter.CreateCounter<long>("cnngen.training.reruns", "{part}", "Parts of steps that were asked of a second silo.");

    public static Counter<long> Bytes { get; } = Meter.CreateCounter<long>("cnngen.training.bytes", "By", "Bytes of gradients between silos.");

    public static Histogram<double> StepSeconds { get; } =
        Meter.CreateHistogram<double>("cnngen.training.step.duration", "s", "From one step's end to the next one's, with what is saved in between.");
}

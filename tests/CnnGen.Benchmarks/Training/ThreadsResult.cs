namespace CnnGen.Benchmarks.Training;

/// <summary>What was seen of the training steps of one network on one thread and on two.</summary>
/// <param name="Network">The network.</param>
/// <param name="Shard">Samples that a thread takes at once.</param>
/// <param name="Batch">Samples of a step.</param>
/// <param name="NanosecondsOfOne">A step on one thread, the median.</param>
/// <param name="NanosecondsOfTwo">A step on two, the median.</param>
/// <param name="TimesOne">The median of the rounds' ratios, of those in which two threads had two cores; null where there was none.</param>
/// <param name="Rounds">How many these were.</param>
/// <param name="TimesOneInAll">The median of all.</param>
internal sealed record ThreadsResult(string Network, int Shard, int Batch, double NanosecondsOfOne, double NanosecondsOfTwo, double? TimesOne, int Rounds, double TimesOneInAll);

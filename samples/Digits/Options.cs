namespace Digits;

/// <summary>What the command line says; without a data directory the subset that comes with the program is used.</summary>
internal sealed record Options(
    string? DataDirectory, int Epochs, int Batch, double LearningRate, int Seed, int Threads, string? Save, string? Load, string? Checkpoint, string? Report)
{
    public const int DefaultEpochs = 6, DefaultEpochsWithData = 5, DefaultBatch = 32, DefaultSeed = 1;
    public const double DefaultLearningRate = 0.03;
}

namespace Cluster;

/// <summary>What the command line says.</summary>
/// <param name="Subject">What is trained.</param>
/// <param name="Silos">How many silos there are.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Batch">Images of each step.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Seed">Initial weights, order and shifts of the images follow from it.</param>
/// <param name="Threads">Threads of each silo; 0: all cores.</param>
/// <param name="Kill">Seconds between two kills; null: none.</param>
/// <param name="Redis">Where Redis is; null: there is none.</param>
/// <param name="Serve">The cluster that this process is to be a silo of, and nothing else; null: none.</param>
/// <param name="Join">The cluster that trains, whose silos are there already; null: one of this program's own.</param>
/// <param name="IsVerbose">Whether silos say what they do.</param>
internal sealed record Options(
    Subject Subject, int Silos, int Epochs, int Batch, double LearningRate, int Seed, int Threads, double? Kill, string? Redis, string? Serve, string? Join, bool IsVerbose)
{
    public const int DefaultEpochs = 30, DefaultBatch = 512, DefaultSeed = 1;
    public const double DefaultLearningRate = 0.05;
    public const string DefaultRedis = "localhost:6379";
}

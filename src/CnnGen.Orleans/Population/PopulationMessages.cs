using System.Linq;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>What it takes to go on with a population from the beginning of a generation.</summary>
/// <param name="Generation">Its number.</param>
/// <param name="Parameters">What the population has come to; where <paramref name="Rest"/> suffices, there may be none.</param>
/// <param name="Rest">All else, which each kind of population knows how to read.</param>
[GenerateSerializer, Immutable]
internal sealed record PopulationSnapshot([property: Id(0)] long Generation, [property: Id(1)] Numbers Parameters, [property: Id(2)] Numbers[] Rest)
{
    public long Bytes => Parameters.Bytes.Length + Rest.Sum(numbers => (long)numbers.Bytes.Length);
}

/// <summary>What a silo is told to take part in a run.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Epoch">Of several starts of a run, the later one has the larger number.</param>
/// <param name="Network">The network's name.</param>
/// <param name="Fitness">The fitness's name.</param>
/// <param name="Options">How the population is evolved.</param>
/// <param name="Snapshot">Where it is, if not at the beginning.</param>
[GenerateSerializer, Immutable]
internal sealed record JoinOrder(
    [property: Id(0)] string Run,
    [property: Id(1)] long Epoch,
    [property: Id(2)] string Network,
    [property: Id(3)] string Fitness,
    [property: Id(4)] PopulationOptions Options,
    [property: Id(5)] PopulationSnapshot? Snapshot);

/// <summary>What a silo says to that.</summary>
/// <param name="Outcome">Whether it takes part.</param>
/// <param name="Message">Why not.</param>
/// <param name="Architecture">What its network is.</param>
/// <param name="ParameterCount">The network's parameters.</param>
/// <param name="NumberBytes">Bytes of each.</param>
/// <param name="Threads">How many candidates it evaluates at once.</param>
/// <param name="Hash">Of the parameters that candidates are made from.</param>
[GenerateSerializer, Immutable]
internal sealed record JoinAnswer(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] string Message,
    [property: Id(2)] string Architecture = "",
    [property: Id(3)] int ParameterCount = 0,
    [property: Id(4)] int NumberBytes = 0,
    [property: Id(5)] int Threads = 0,
    [property: Id(6)] ulong Hash = 0);

/// <summary>Where a silo is to be, with what takes it there.</summary>
/// <param name="Epoch">The start of the run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="From">The generation from which on there is fitness.</param>
/// <param name="Fitness">The fitness of every candidate of each generation from there on.</param>
[GenerateSerializer, Immutable]
internal sealed record PopulationPoint(
    [property: Id(0)] long Epoch, [property: Id(1)] long Generation, [property: Id(2)] long From, [property: Id(3)] Numbers Fitness)
{
    public long Bytes => (3 * sizeof(long)) + Fitness.Bytes.Length;
}

/// <summary>What a silo is to evaluate. All of it is the key of the work: where ranges are cut anew, the first candidate alone tells nothing.</summary>
/// <param name="Point">Where the population is.</param>
/// <param name="First">The first candidate.</param>
/// <param name="Count">How many.</param>
/// <param name="Population">Of how many.</param>
[GenerateSerializer, Immutable]
internal sealed record EvaluateOrder(
    [property: Id(0)] PopulationPoint Point, [property: Id(1)] int First, [property: Id(2)] int Count, [property: Id(3)] int Population)
{
    public long Bytes => Point.Bytes + (3 * sizeof(int));
}

/// <summary>What a silo says to an order.</summary>
/// <param name="Outcome">Whether it has done it.</param>
/// <param name="Message">Why not.</param>
/// <param name="Hash">Of the parameters that the candidates were made from.</param>
/// <param name="Fitness">Of each candidate that was asked for.</param>
[GenerateSerializer, Immutable]
internal sealed record EvaluateAnswer(
    [property: Id(0)] Outcome Outcome, [property: Id(1)] string Message, [property: Id(2)] ulong Hash, [property: Id(3)] Numbers Fitness)
{
    public long Bytes => sizeof(Outcome) + sizeof(ulong) + Fitness.Bytes.Length + (sizeof(char) * Message.Length);
}

/// <summary>A copy of a silo's population.</summary>
/// <param name="Outcome">Whether there is one.</param>
/// <param name="Message">Why not.</param>
/// <param name="Hash">Of the parameters that candidates are made from.</param>
/// <param name="Snapshot">It.</param>
[GenerateSerializer, Immutable]
internal sealed record SnapshotAnswer(
    [property: Id(0)] Outcome Outcome, [property: Id(1)] string Message, [property: Id(2)] ulong Hash, [property: Id(3)] PopulationSnapshot? Snapshot);

/// <summary>How an order ended.</summary>
internal enum Outcome
{
    /// <summary>As it should.</summary>
    Done,

    /// <summary>What the user has registered or written does not work, as the message says.</summary>
    Failed,

    /// <summary>The silo knows nothing of this, or not enough: it has to join first.</summary>
    Apart,

    /// <summary>The run has been started again since, by another coordinator.</summary>
    Superseded,
}

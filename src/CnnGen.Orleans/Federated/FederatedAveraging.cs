using System;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>How a federation learns: B. McMahan et al., Communication-Efficient Learning of Deep Networks from Decentralized Data (2017).</summary>
/// <remarks>
/// A round ends when <see cref="Maximum"/> clients have sent an update, or at its deadline if <see cref="Minimum"/> have; where fewer have come by then it goes
/// on, and ends with the update that makes them enough. With g the round's numbers, xₖ those that client k sent, nₖ its samples (at most
/// <see cref="MostSamples"/>) and cₖ = min(1, <see cref="LargestChange"/> / ‖xₖ − g‖), the next round begins with g + Σ nₖ·cₖ·(xₖ − g) / Σ nₖ, summed in double
/// over the clients in the ordinal order of their names and rounded once: the same bits, whoever came first. Parameters that the declaration freezes stay
/// what they are; buffers are averaged as parameters are.
/// </remarks>
[GenerateSerializer]
public sealed record FederatedAveraging
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1000);

    /// <summary>Federated averaging of a network.</summary>
    /// <param name="network">The name that it has in <see cref="CnnGenOptions"/>.</param>
    public FederatedAveraging(string network) => Network = network;

    /// <summary>The name that the network has in <see cref="CnnGenOptions"/>.</summary>
    [Id(0)]
    public string Network { get; init; }

    /// <summary>The fewest clients of whom a mean is made; at least 1.</summary>
    [Id(1)]
    public int Minimum { get; init; } = 1;

    /// <summary>With how many clients a round ends before its deadline; at least <see cref="Minimum"/>.</summary>
    [Id(2)]
    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>A round's deadline, from its beginning; above zero, and at most a thousand days.</summary>
    [Id(3)]
    public TimeSpan RoundTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After how many rounds the federation ends; at least 1.</summary>
    [Id(4)]
    public long Rounds { get; init; } = long.MaxValue;

    /// <summary>
    /// The largest L2 norm of a client's change; a larger one is scaled down to it. Taken over all numbers that are averaged. Null: as large as it comes.
    /// </summary>
    [Id(5)]
    public double? LargestChange { get; init; }

    /// <summary>The L2 norm of a change beyond which an update is refused, as <see cref="FederatedAnswer.TooFar"/>. Null: none is.</summary>
    [Id(6)]
    public double? RefuseBeyond { get; init; }

    /// <summary>As how many samples a client counts at most, whatever it says; at least 1.</summary>
    [Id(7)]
    public int MostSamples { get; init; } = int.MaxValue;

    /// <summary>
    /// The standard deviation of the Gaussian noise that is added to each trained parameter of the mean, as in H. B. McMahan et al., Learning Differentially
    /// Private Recurrent Language Models (2018); 0 for none. It needs <see cref="LargestChange"/> and a <see cref="Seed"/>, and a network without buffers.
    /// </summary>
    [Id(8)]
    public double Noise { get; init; }

    /// <summary>What the noise follows from. Whoever knows it can subtract the noise: a secret, of 16 random bytes or more as text.</summary>
    [Id(9)]
    public string Seed { get; init; } = "";

    /// <summary>Everything but the secret.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"federated averaging of '{Network}': {Minimum} to {Maximum} clients or {RoundTimeout}, {Rounds} rounds, largest change {LargestChange}, " +
        $"refused beyond {RefuseBeyond}, {MostSamples} samples at most, noise {Noise}";

    /// <summary>Refuses options that mean nothing.</summary>
    /// <exception cref="ArgumentException">The message says what was expected and what came.</exception>
    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Network)) throw new ArgumentException("Network: expected the name of a network, none came.");
        Expect(Minimum >= 1, nameof(Minimum), "at least 1", Minimum);
        Expect(Maximum >= Minimum, nameof(Maximum), $"at least the minimum, {Minimum}", Maximum);
        Expect(RoundTimeout > TimeSpan.Zero && RoundTimeout <= Longest, nameof(RoundTimeout), "more than no time and at most 1,000 days", RoundTimeout);
        Expect(Rounds >= 1, nameof(Rounds), "at least 1", Rounds);
        Expect(LargestChange is null || IsPositive(LargestChange.Value), nameof(LargestChange), "a number above 0", LargestChange);
        Expect(RefuseBeyond is null || IsPositive(RefuseBeyond.Value), nameof(RefuseBeyond), "a number above 0", RefuseBeyond);
        Expect(MostSamples >= 1, nameof(MostSamples), "at least 1", MostSamples);
        Expect(Noise == 0 || IsPositive(Noise), nameof(Noise), "0 or a number above 0", Noise);
        if (Noise == 0) return;
        if (LargestChange is null) throw new ArgumentException("Noise needs a LargestChange: noise hides nobody whose change may be of any size.");
        if (Seed.Length == 0) throw new ArgumentException("Noise needs a Seed, a secret from which it follows.");
    }

    private static bool IsPositive(double number) => double.IsFinite(number) && number > 0;

    private static void Expect(bool holds, string name, string expected, object? came)
    {
        if (!holds) throw new ArgumentException($"{name}: expected {expected}, {came} came.");
    }
}

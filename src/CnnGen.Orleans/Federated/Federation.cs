using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>A network that learns from clients who keep their data: they get its numbers, train, and send the numbers that came of it.</summary>
/// <remarks>
/// <code>
/// Federation keyboards = grains.GetFederation("keyboards");
/// await keyboards.Start(new FederatedAveraging("keys") { Minimum = 20, RoundTimeout = TimeSpan.FromMinutes(10), LargestChange = 1 });
/// await foreach (FederationProgress progress in keyboards.Watch()) Console.WriteLine($"round {progress.Round}: {progress.Accepted} updates");
/// </code>
/// All calls are short, and may be repeated: what a call has done is in grain storage when it returns. Those who are not part of the cluster take part by HTTP
/// (<see cref="FederatedEndpoints.MapFederated"/>).
/// </remarks>
public sealed class Federation
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1), EndingPeriod = TimeSpan.FromMilliseconds(100);

    private readonly IGrainFactory grains;
    private readonly IFederationGrain grain;

    internal Federation(IGrainFactory grains, string name)
    {
        this.grains = grains;
        Name = name;
        grain = grains.GetGrain<IFederationGrain>(name);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>
    /// Begins the first round, with the parameters that the network is constructed with. One that has begun goes on, from now on by these options; so a server
    /// just calls it whenever it starts.
    /// </summary>
    /// <param name="options">How it learns.</param>
    /// <exception cref="ArgumentException">Options mean nothing, or do not fit the network, or no silo knows it; the message says which.</exception>
    /// <exception cref="InvalidOperationException">It has begun with another network.</exception>
    public Task Start(FederatedAveraging options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return grain.Start(options);
    }

    /// <summary>Ends it: no more updates are taken until it is started again. Those of the round that runs are kept, and count then.</summary>
    public Task End() => grain.End();

    /// <summary>How far it is.</summary>
    /// <returns>That; null if it was never started.</returns>
    public Task<FederationProgress?> GetProgress() => grain.GetProgress();

    /// <summary>Its progress, whenever there is some, until it ends.</summary>
    /// <param name="period">How often it is asked for; a second, if nothing is said.</param>
    /// <param name="cancellation">Ends the watching, and not the federation.</param>
    /// <returns>The progress.</returns>
    /// <exception cref="InvalidOperationException">It was never started.</exception>
    public async IAsyncEnumerable<FederationProgress> Watch(TimeSpan? period = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        FederationProgress? last = null;
        while (true)
        {
            FederationProgress progress = await Gone.Insist(GetProgress).WaitAsync(cancellation) ?? throw NotStarted();
            if (progress != last) yield return progress;
            if (progress.HasEnded) yield break;
            last = progress;
            await Task.Delay(period ?? WatchPeriod, cancellation);
        }
    }

    /// <summary>Gives a network the numbers of the round that runs; where one is just ending, of the next.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">The network, of the declaration that the federation trains.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The round, to which an update is submitted.</returns>
    /// <exception cref="InvalidOperationException">It was never started, or is of another network. Nothing has changed.</exception>
    public async Task<FederatedRound<T>> Join<T>(INetwork<T> network, CancellationToken cancellation = default) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(network);
        while (true)
        {
            JoinedRound joined = await grain.Join(knownRound: 0).WaitAsync(cancellation);
            if (joined.Round == 0) throw NotStarted();
            if (joined.Numbers is { } numbers)
            {
                if (joined.Fingerprint != network.Description.Fingerprint) throw OfAnotherNetwork(joined, network.Description);
                if (numbers.As<T>().Length != network.ParameterCount + network.BufferCount) throw OfAnotherNetwork(joined, network.Description);
                FederatedNumbers.Set(network, numbers);
                return new FederatedRound<T>(grains, Name, joined.Round, joined.HasEnded);
            }

            await Task.Delay(EndingPeriod, cancellation);   // it is ending
        }
    }

    private InvalidOperationException NotStarted() => new($"There is no federation '{Name}': nobody has started it.");

    private InvalidOperationException OfAnotherNetwork(JoinedRound joined, NetworkDescription given) => new(
        $"The federation '{Name}' is of the network '{joined.Network}', fingerprint {joined.Fingerprint}, {joined.Length} bytes of numbers; this is " +
        $"{given.Name}, fingerprint {given.Fingerprint}, of other numbers.");
}

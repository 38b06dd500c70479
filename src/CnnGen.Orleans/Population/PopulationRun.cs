using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>Finds populations on a cluster.</summary>
public static class PopulationExtensions
{
    /// <summary>A run of a population, by its name.</summary>
    /// <param name="grains">A client of the cluster, or a grain's factory.</param>
    /// <param name="name">The run's name. What a cluster keeps of a run, it keeps by it.</param>
    /// <returns>The run, which may have been started or not.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentNullException">There is no cluster, or no name.</exception>
    public static PopulationRun GetPopulation(this IGrainFactory grains, string name)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new PopulationRun(name, grains.GetGrain<IPopulationRunGrain>(name));
    }
}

/// <summary>A run of a population on a cluster. It goes on whether or not anybody looks.</summary>
public sealed class PopulationRun
{
    private readonly IPopulationRunGrain grain;

    internal PopulationRun(string name, IPopulationRunGrain grain)
    {
        Name = name;
        this.grain = grain;
    }

    /// <summary>The run's name.</summary>
    public string Name { get; }

    /// <summary>How often <see cref="Watch"/> asks; 200 ms.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Starts the run, or goes on with it from what was kept: where it was cancelled or has failed, or has ended with fewer generations. What runs already is
    /// left as it is.
    /// </summary>
    /// <param name="network">The network's name in <see cref="CnnGenOptions"/>.</param>
    /// <param name="fitness">The fitness's name there.</param>
    /// <param name="options">
    /// How the population is evolved. Of a run that has been started before, only how long it is, and what changes no number, may differ.
    /// </param>
    /// <returns>When it has begun.</returns>
    /// <exception cref="ArgumentNullException">Something is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The cluster refuses it, for the reason that the message tells.</exception>
    public async Task Start(string network, string fitness, PopulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(fitness);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (await Gone.Insist(() => grain.Start(network, fitness, options)) is string refusal) throw new InvalidOperationException(refusal);
    }

    /// <summary>How far the run is, now.</summary>
    /// <returns>That.</returns>
    public Task<PopulationProgress> Progress() => Gone.Insist(grain.Progress);

    /// <summary>
    /// How far the run is, whenever it has come further, and at last how it ended. It asks again and again, so that it does not tell of every generation of a
    /// quick run, and that the death of a silo does not end it.
    /// </summary>
    /// <param name="cancellation">Ends the looking, not the run.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="InvalidOperationException">Nobody has started the run.</exception>
    public async IAsyncEnumerable<PopulationProgress> Watch([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        PopulationProgress? last = null;
        while (true)
        {
            PopulationProgress? now = await Poll(cancellation);
            if (now?.Status == PopulationStatus.NotStarted) throw new InvalidOperationException($"Nobody has started the run '{Name}'.");
            if (now != null && (now.Generation != last?.Generation || now.Status != last.Status)) yield return last = now;
            if (now is { Status: not PopulationStatus.Running }) yield break;
            await Task.Delay(PollEvery, cancellation);
        }
    }

    /// <summary>Ends the run where it is; what it has come to is kept, and <see cref="Start"/> goes on from there.</summary>
    /// <returns>When it has ended.</returns>
    public Task Cancel() => Gone.Insist(async () =>
    {
        await grain.Cancel();
        return true;
    });

    /// <summary>
    /// Gives a network what the run had come to when it was last kept: an evolution strategy's centre, the best of a genetic algorithm's generation. A run that
    /// has ended is kept as it ended.
    /// </summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">A network of the same architecture.</param>
    /// <returns>After how many generations that was.</returns>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The network is of another architecture.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been kept yet.</exception>
    public async Task<long> CopyParametersTo<T>(INetwork<T> network) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(network);
        PopulationResult result = await Gone.Insist(grain.Result);
        if (result.Generation < 0) throw new InvalidOperationException($"Nothing has been kept of the run '{Name}' yet.");
        string suffix = PopulationCopy.Tell(network);
        if (!result.Architecture.EndsWith(suffix, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The run '{Name}' is of {result.Architecture}; the network is {network.Description.Name}{suffix}.", nameof(network));
        }

        network.SetParameters(result.Parameters.As<T>());
        return result.Generation;
    }

    private async Task<PopulationProgress?> Poll(CancellationToken cancellation)
    {
        try
        {
            return await grain.Progress().WaitAsync(cancellation);
        }
        catch (Exception exception) when (Gone.Is(exception))
        {
            return null;
        }
    }
}

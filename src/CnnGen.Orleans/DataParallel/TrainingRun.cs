using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>A data-parallel training, as a client sees it, or a grain.</summary>
/// <remarks>
/// <code>
/// TrainingRun run = client.GetTrainingRun("digits-7");
/// await run.Start(new DataParallel { Network = "lenet", Samples = "digits", Epochs = 6, BatchSize = 512, LearningRate = 0.05 });
/// await foreach (TrainingProgress progress in run.Watch()) Console.WriteLine($"{progress.Step} {progress.Loss} {progress.Silos.Count} silos");
/// await run.CopyTo(network);   // the bits of new Trainer&lt;float&gt;(network).Fit with the same options
/// </code>
/// The run goes on in the cluster, whether anybody watches or not. Calls that a dying silo leaves without an answer are repeated.
/// </remarks>
public sealed class TrainingRun
{
    private const int Part = 8 << 20;

    private static readonly TimeSpan
        CallPatience = TimeSpan.FromSeconds(5),
        ProgressPatience = TimeSpan.FromSeconds(1),
        BetweenTries = TimeSpan.FromMilliseconds(200);

    private readonly ITrainingRunGrain grain;

    internal TrainingRun(IGrainFactory grains, string name)
    {
        Name = name;
        grain = grains.GetGrain<ITrainingRunGrain>(name);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Starts it, or lets one that was cancelled or has failed go on. A run that goes on, or is over, is left alone.</summary>
    /// <param name="options">What is trained, and how.</param>
    /// <param name="cancellation">Gives up waiting for the answer.</param>
    /// <exception cref="ArgumentNullException">There are no options.</exception>
    /// <exception cref="RunFailedException">An option is out of range, or there is a run of this name with other options.</exception>
    public Task Start(DataParallel options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Repeated(async () =>
        {
            await grain.Start(options);
            return 0;
        }, cancellation);
    }

    /// <summary>Where it is.</summary>
    /// <param name="cancellation">Gives up waiting for the answer.</param>
    /// <returns>Its progress.</returns>
    public Task<TrainingProgress> GetProgress(CancellationToken cancellation = default) =>
        Repeated(() => grain.GetProgress().WaitAsync(ProgressPatience, cancellation), cancellation);

    /// <summary>Where it is, again and again until it is over.</summary>
    /// <param name="interval">How often; null: five times a second.</param>
    /// <param name="cancellation">Ends the watching, not the run.</param>
    /// <returns>Each progress that differs from the one before; the last one is over.</returns>
    /// <exception cref="RunFailedException">There is no such run: nobody has started it, or it is deleted, or its storage is lost.</exception>
    public async IAsyncEnumerable<TrainingProgress> Watch(TimeSpan? interval = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        TrainingProgress? last = null;
        while (true)
        {
            TrainingProgress progress = await GetProgress(cancellation);
            if (progress.Status == RunStatus.None) throw new RunFailedException($"Nobody has started the run '{Name}', or it is deleted or lost.");
            bool isNews = last == null || progress.Step != last.Step || progress.Status != last.Status || !progress.Silos.SequenceEqual(last.Silos);
            if (isNews) yield return progress;
            if (progress.IsOver) yield break;
            last = progress;
            await Task.Delay(interval ?? BetweenTries, cancellation);
        }
    }

    /// <summary>Stops it behind the step that is being made, with a checkpoint; started again it goes on from there.</summary>
    /// <param name="cancellation">Gives up waiting for the answer.</param>
    public Task Cancel(CancellationToken cancellation = default) => Repeated(async () =>
    {
        await grain.Cancel();
        return 0;
    }, cancellation);

    /// <summary>Stops it and forgets it, with its checkpoint.</summary>
    /// <param name="cancellation">Gives up waiting for the answer.</param>
    public Task Delete(CancellationToken cancellation = default) => Repeated(async () =>
    {
        await grain.Delete();
        return 0;
    }, cancellation);

    /// <summary>Gives a network all that the run's last checkpoint has: parameters, buffers, the optimizer's state, the number of steps.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">A network of the same declaration.</param>
    /// <param name="cancellation">Gives up waiting for the answers.</param>
    /// <returns>The step that it is of.</returns>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="RunFailedException">There is no checkpoint yet, or it is of another network. The network has not changed.</exception>
    public async Task<long> CopyTo<T>(ITrainableNetwork<T> network, CancellationToken cancellation = default) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(network);
        var state = new TrainingState<T>(network);
        if (await Repeated(grain.GetCheckpoint, cancellation) is not var (of, head))
        {
            throw new RunFailedException($"The run '{Name}' has no checkpoint yet.");
        }

        NetworkDescription description = network.Description;
        string own = $"{description.Name} {description.Fingerprint[..12]}, layout {description.LayoutFingerprint[..12]}";
        if (!of.StartsWith(own, StringComparison.Ordinal) || head.Bytes != MemoryMarshal.AsBytes(state.Numbers).Length)
        {
            throw new RunFailedException($"The checkpoint of run '{Name}' is of {of}; the network is {own}.");
        }

        for (int first = 0; first < head.Bytes; first += Part)
        {
            int from = first, count = Math.Min(Part, head.Bytes - first);
            if (await Repeated(() => grain.GetCheckpointPart(head.Step, from, count), cancellation) is not { } part)
            {
                return await CopyTo(network, cancellation);   // the run has saved a later one in the meantime
            }

            part.Bytes.CopyTo(MemoryMarshal.AsBytes(state.Numbers)[first..]);
        }

        (state.StepCount, state.Seed) = (head.StepCount, head.Seed);
        state.Restore();
        return head.Step;
    }

    /// <summary>A call to a silo that dies is answered late or never: it is given up, and tried again until somebody answers.</summary>
    private static async Task<TResult> Repeated<TResult>(Func<Task<TResult>> call, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await call().WaitAsync(CallPatience, cancellation);
            }
            catch (Exception exception) when (Roster.IsLost(exception))
            {
                await Task.Delay(BetweenTries, cancellation);
            }
        }
    }
}

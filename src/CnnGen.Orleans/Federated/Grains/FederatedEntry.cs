using System;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace CnnGen.Orleans;

/// <summary>
/// One of a grain's places in grain storage, each of which is written by itself. It remembers the storage's tag of what it holds, so that of two activations
/// one fails; what it holds it leaves to others to remember.
/// </summary>
internal sealed class FederatedEntry<T> where T : class, new()
{
    private readonly IGrainStorage storage;
    private readonly GrainId grain;
    private readonly string name;
    private GrainState<T>? tagged;

    /// <exception cref="InvalidOperationException">The silo has no such storage.</exception>
    public FederatedEntry(IServiceProvider services, GrainId grain, string name)
    {
        storage = services.GetKeyedService<IGrainStorage>(CnnGenOptions.StorageName) ?? throw new InvalidOperationException(
            $"The silo has no grain storage of the name '{CnnGenOptions.StorageName}': add one, such as Redis, or for tries AddMemoryGrainStorage.");
        this.grain = grain;
        this.name = name;
    }

    /// <summary>What is stored, to be overwritten; a new one where there is nothing.</summary>
    public async Task<T> Read()
    {
        var state = new GrainState<T>(new T());
        await storage.ReadStateAsync(name, grain, state);
        tagged = state;
        return Taken(state);
    }

    /// <summary>What is stored, only to be looked at.</summary>
    public async Task<T> Look()
    {
        var state = new GrainState<T>(new T());
        await storage.ReadStateAsync(name, grain, state);
        return Taken(state);
    }

    /// <summary>Puts something into its place.</summary>
    public async Task Write(T value)
    {
        if (tagged == null) await Read();
        tagged!.State = value;
        await storage.WriteStateAsync(name, grain, tagged);
        Taken(tagged);
    }

    private static T Taken(GrainState<T> state)
    {
        T value = state.State ?? new T();
        state.State = new T();
        return value;
    }
}

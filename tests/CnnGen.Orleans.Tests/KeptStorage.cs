using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace CnnGen.Orleans.Tests;

/// <summary>Grain storage that outlives silos, not the process: bytes, as a database has them, with a tag for each.</summary>
/// <param name="isJson">Whether they are those of JSON, as by default in all of Orleans' storages, or of Orleans' serializer.</param>
internal sealed class KeptStorage(bool isJson = false)
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), (byte[] Bytes, string Tag)> entries = new();
    private long tags, writes, bytes;

    /// <summary>Fails before or behind some writes; null for none.</summary>
    public Func<int, bool>? Fails { get; set; }

    public long Writes => Volatile.Read(ref writes);

    public long Bytes => Volatile.Read(ref bytes);

    public int Entries => entries.Count;

    /// <summary>Forgets what is stored under a name.</summary>
    public void Forget(string name)
    {
        foreach (var key in entries.Keys)
        {
            if (key.Name == name) entries.TryRemove(key, out _);
        }
    }

    /// <summary>Gives it to a silo, for whatever CnnGen keeps.</summary>
    public void AddTo(ISiloBuilder silo) =>
        silo.Services.AddKeyedSingleton<IGrainStorage>(CnnGenOptions.StorageName, (services, _) => For(services));

    private IGrainStorage For(IServiceProvider services) => new Door(this, isJson
        ? ActivatorUtilities.CreateInstance<JsonGrainStorageSerializer>(services)
        : ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(services));

    private void Fail(int when)
    {
        if (Fails?.Invoke(when) == true) throw new TimeoutException("the storage does not answer");
    }

    private sealed class Door(KeptStorage kept, IGrainStorageSerializer serializer) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (kept.entries.TryGetValue((stateName, grainId), out var entry))
            {
                grainState.State = serializer.Deserialize<T>(new BinaryData(entry.Bytes));
                (grainState.ETag, grainState.RecordExists) = (entry.Tag, true);
            }

            return Task.CompletedTask;
        }

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            await Task.Yield();
            kept.Fail(0);
            byte[] bytes = serializer.Serialize(grainState.State).ToArray();
            var written = (bytes, Tag: Interlocked.Increment(ref kept.tags).ToString());
            bool isWritten = grainState.ETag is { } tag
                ? kept.entries.TryGetValue((stateName, grainId), out var old) && old.Tag == tag && kept.entries.TryUpdate((stateName, grainId), written, old)
                : kept.entries.TryAdd((stateName, grainId), written);
            if (!isWritten) throw new InconsistentStateException($"{stateName} of {grainId} is not what it was");
            Interlocked.Increment(ref kept.writes);
            Interlocked.Add(ref kept.bytes, bytes.Length);
            kept.Fail(1);
            (grainState.ETag, grainState.RecordExists) = (written.Tag, true);
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            kept.entries.TryRemove((stateName, grainId), out _);
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
            return Task.CompletedTask;
        }
    }
}

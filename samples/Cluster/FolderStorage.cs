using System;
using System.IO;
using System.Threading.Tasks;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace Cluster;

/// <summary>Grain storage in a folder that all silos of this machine see: what memory keeps is lost with the silo that has it.</summary>
/// <remarks>For trying things out on one machine; a cluster has a database.</remarks>
internal sealed class FolderStorage(string folder, Serializer serializer) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        grainState.RecordExists = File.Exists(path);
        grainState.State = grainState.RecordExists ? serializer.Deserialize<T>(File.ReadAllBytes(path)) : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Beside its place and then there: whoever is killed leaves the old one or the new one.
        string path = PathOf(stateName, grainId), beside = $"{path}.{Guid.NewGuid():n}";
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(beside, serializer.SerializeToArray(grainState.State));
        File.Move(beside, path, overwrite: true);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        File.Delete(PathOf(stateName, grainId));
        (grainState.State, grainState.RecordExists) = (Activator.CreateInstance<T>(), false);
        return Task.CompletedTask;
    }

    private string PathOf(string stateName, GrainId grainId) => Path.Combine(folder, Uri.EscapeDataString($"{grainId}.{stateName}"));
}

using System;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>Finds runs in a cluster.</summary>
public static class TrainingRunGrainFactoryExtensions
{
    /// <summary>A data-parallel training, whether it has been started or not.</summary>
    /// <param name="grains">A client of the cluster, or a silo's own grains.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentNullException">There are no grains.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static TrainingRun GetTrainingRun(this IGrainFactory grains, string name)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new TrainingRun(grains, name);
    }
}

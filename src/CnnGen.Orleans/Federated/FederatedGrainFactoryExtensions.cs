using System;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>Finds federations.</summary>
public static class FederatedGrainFactoryExtensions
{
    /// <summary>The federation of a name, started or not.</summary>
    /// <param name="grains">A cluster client, or what a grain has.</param>
    /// <param name="name">The name: 1 to 100 letters and digits of ASCII, dots, dashes and underscores.</param>
    /// <returns>The federation.</returns>
    /// <exception cref="ArgumentNullException">There is nothing that finds grains.</exception>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static Federation GetFederation(this IGrainFactory grains, string name)
    {
        ArgumentNullException.ThrowIfNull(grains);
        FederatedNames.Check(name, nameof(name));
        return new Federation(grains, name);
    }

    // A slash is in no name.
    internal static IUpdateGrain GetUpdate(this IGrainFactory grains, string federation, string client) =>
        grains.GetGrain<IUpdateGrain>($"{federation}/{client}");
}

using System;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace CnnGen.Orleans;

/// <summary>Adds CnnGen to clients of a cluster.</summary>
public static class CnnGenClientBuilderExtensions
{
    /// <summary>Names the networks for a client of a cluster: one that maps the endpoint of federations needs them.</summary>
    /// <param name="client">The client.</param>
    /// <param name="configure">Names them, as for the silos. May be called several times.</param>
    /// <returns>The same client.</returns>
    /// <exception cref="ArgumentNullException">There is no client, or nothing that configures it.</exception>
    public static IClientBuilder AddCnnGen(this IClientBuilder client, Action<CnnGenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(configure);
        client.Services.Configure(configure);
        client.Services.AddComputing().AddFederated();
        return client;
    }
}

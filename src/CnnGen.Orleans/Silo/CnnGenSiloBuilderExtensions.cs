using System;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Hosting;

namespace CnnGen.Orleans;

/// <summary>Adds CnnGen to silos.</summary>
public static class CnnGenSiloBuilderExtensions
{
    /// <summary>Lets a silo train networks.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">Names networks and what they learn from. May be called several times.</param>
    /// <returns>The same silo.</returns>
    /// <exception cref="ArgumentNullException">There is no silo, or nothing that configures it.</exception>
    public static ISiloBuilder AddCnnGen(this ISiloBuilder silo, Action<CnnGenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(configure);
        silo.Services.Configure(configure);
        silo.Services.AddComputing();
        silo.Services.TryAddSingleton<Silos>();
        silo.Services.AddFederated();
        return silo;
    }

    internal static IServiceCollection AddComputing(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ComputeThreads(provider.GetRequiredService<IOptions<CnnGenOptions>>().Value.ComputeThreads));
        return services;
    }
}

using System;
using System.Linq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;

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
        if (silo.Services.All(service => service.ServiceType != typeof(Silos))) AddWorkers(silo.Services);
        silo.Services.AddFederated();
        return silo;
    }

    private static void AddWorkers(IServiceCollection services)
    {
        services.AddSingleton<Silos>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CrashDetector>(
            provider, provider.GetRequiredService<ILocalSiloDetails>().SiloAddress));
        services.AddHostedService(provider => provider.GetRequiredService<CrashDetector>());
        services.AddGrainService<ShardWorkers>().AddSingleton<ShardWorkersClient>();
        services.AddGrainService<PopulationWorkers>().AddSingleton<PopulationWorkersClient>();
    }

    internal static IServiceCollection AddComputing(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ComputeThreads(provider.GetRequiredService<IOptions<CnnGenOptions>>().Value.ComputeThreads));
        return services;
    }
}

using System;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CnnGen.Orleans;

/// <summary>What federations need in silos, and in processes with the endpoint.</summary>
internal static class FederatedServices
{
    public static IServiceCollection AddFederated(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FederatedNetworks>();
        services.TryAddSingleton<FederatedModels>();
        services.TryAddSingleton<FederatedFiles>();
        return services;
    }
}

using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

namespace CnnGen.Orleans.Tests.Federated;

/// <summary>A web server with a silo in it, on ports of its own.</summary>
internal sealed class FederatedServer : IAsyncDisposable
{
    public const string Token = "a-token-of-24-characters";

    private readonly WebApplication app;

    private FederatedServer(WebApplication app)
    {
        this.app = app;
        Client = new HttpClient { BaseAddress = new Uri(new Uri(string.Join("", app.Urls)), "/federated/") };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public HttpClient Client { get; }

    public IGrainFactory Grains => app.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts one.</summary>
    public static async Task<FederatedServer> Start(
        KeptStorage storage, Action<CnnGenOptions>? networks = null, Action<FederatedEndpointOptions>? who = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.AddCnnGen(options =>
            {
                options.Network("small", () => new Small(seed: 1));
                options.Network("normed", () => new Normed(seed: 1));
                options.Network("wide", () => new Wide(seed: 1));
                networks?.Invoke(options);
            });
            storage.AddTo(silo);
        });
        WebApplication app = builder.Build();
        app.MapFederated("/federated", who ?? (options => options.Tokens(Token)));
        await app.StartAsync();
        return new FederatedServer(app);
    }

    /// <summary>Ends it without letting it finish anything.</summary>
    public async Task Kill()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        Client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using CnnGen.Orleans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;
using StackExchange.Redis;

namespace Keyboards.Server;

/// <summary>A web server with a silo in it, which leads the federation, and for a try also its clients.</summary>
internal static class Program
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public static async Task<int> Main(string[] arguments)
    {
        Option<int> clients = Number("--clients", "Clients that run in this process, for a try; the program ends with the federation", 0);
        Option<int> minimum = Number("--minimum", "The fewest clients of a round; those of --clients, if there are any", 2);
        Option<int> rounds = Number("--rounds", "Rounds of the federation", 60);
        Option<double> minutes = new("--minutes") { Description = "A round's deadline", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<double> noise = new("--noise") { Description = "Deviation of the noise on each parameter of the mean", HelpName = "X" };
        Option<int> port = Number("--port", "The port of the endpoint; 0 for any", 0);
        Option<string?> redis = new("--redis") { Description = "Where all is kept; without, in memory, which ends with the program", HelpName = "HOST:PORT" };
        Option<string?> token = new("--token") { Description = "The token of all clients, 16 characters or more; without, a random one", HelpName = "TEXT" };
        RootCommand command = new("Leads clients of samples/Keyboards.") { clients, minimum, rounds, minutes, noise, port, redis, token };
        ParseResult parsed = command.Parse(arguments);
        if (parsed.Action is ParseErrorAction) return Fail(parsed.Errors[0].Message);
        if (parsed.Action is not null) return await parsed.InvokeAsync();

        try
        {
            int count = parsed.GetValue(clients), fewest = count > 0 ? count : parsed.GetValue(minimum);
            var how = new FederatedAveraging("keys")
            {
                Minimum = fewest,
                Maximum = count > 0 ? count : int.MaxValue,
                RoundTimeout = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                Rounds = parsed.GetValue(rounds),
                LargestChange = 4,      // a typist's own is about 3
                RefuseBeyond = 40,
                MostSamples = 1000,
                Noise = parsed.GetValue(noise),
                Seed = Secret(),
            };
            await Serve(how, count, parsed.GetValue(port), parsed.GetValue(redis), parsed.GetValue(token) ?? Secret());
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or RedisException or System.IO.IOException)
        {
            return Fail(e.Message);
        }
    }

    private static async Task Serve(FederatedAveraging how, int clients, int port, string? redis, string token)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans", LogLevel.Error);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.AddCnnGen(options => options.Network("keys", () => new KeyNet(seed: 1)));
            if (redis == null) silo.AddMemoryGrainStorage(CnnGenOptions.StorageName);
            else silo.AddRedisGrainStorage(CnnGenOptions.StorageName, storage => storage.Configure<IServiceProvider>((options, services) =>
            {
                options.ConfigurationOptions = ConfigurationOptions.Parse(redis);
                options.GrainStorageSerializer = ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(services);   // numbers as bytes
            }));
        });
        await using WebApplication app = builder.Build();
        app.MapFederated("/federated", options => options.Tokens(token));
        await app.StartAsync();
        CancellationToken cancellation = app.Lifetime.ApplicationStopping;   // by Ctrl+C, or whoever ends processes
        string address = $"{app.Urls.Single()}/federated";
        Federation federation = app.Services.GetRequiredService<IGrainFactory>().GetFederation("keyboards");
        await federation.Start(how);
        if (clients == 0)
        {
            Console.WriteLine($"waiting for {how.Minimum} clients or more, each started by");
            Console.WriteLine($"  dotnet run -c Release --project samples/Keyboards -- {address} --token {token} --typist N");
            await Watch(federation, cancellation);
            Console.WriteLine("clients still get the last numbers; Ctrl+C ends that");
            await app.WaitForShutdownAsync();
        }
        else
        {
            await Try(federation, how, clients, address, token, cancellation);
            await app.StopAsync();
        }
    }

    private static async Task Watch(Federation federation, CancellationToken cancellation)
    {
        await foreach (FederationProgress progress in federation.Watch(cancellation: cancellation))
        {
            string last = progress.Last is { } result ? $"; round {result.Round} had {result.Clients} clients and took {result.Took.TotalSeconds:F1} s" : "";
            Console.WriteLine(progress.HasEnded ? $"ended{last}" : $"round {progress.Round}: {progress.Accepted} of {progress.Minimum} updates{last}");
        }
    }

    /// <summary>Lets clients take part by HTTP, and compares with what each learns of its own keys alone.</summary>
    private static async Task Try(Federation federation, FederatedAveraging how, int clients, string address, string token, CancellationToken cancellation)
    {
        using HttpClient http = new() { BaseAddress = new Uri(address + "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        int[] typists = Enumerable.Range(1, clients).ToArray();
        double before = typists.Average(typist => new Typist(typist).Accuracy(new KeyNet(seed: 1)));
        Console.WriteLine($"{clients} clients at {address}: {before:P1} of the next keys are guessed");
        Task watching = Watch(federation, cancellation);
        double[] after = await Task.WhenAll(typists.Select(typist => Task.Run(() => Keyboards.Program.TakePart(http, typist, Poll, _ => { }, cancellation))));
        await watching;
        double alone = typists.Average(typist =>
        {
            var network = new KeyNet(seed: 1);
            for (long round = 1; round <= how.Rounds; round++) new Typist(typist).Train(network, round);
            return new Typist(typist).Accuracy(network);
        });
        Console.WriteLine($"together {after.Average():P1} of the next keys are guessed, before {before:P1}; each alone, trained as much, {alone:P1}");
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    private static string Secret() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return 1;
    }
}

using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CnnGen;
using CnnGen.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using StackExchange.Redis;

namespace Cluster;

internal static class Program
{
    private static readonly TimeSpan RedisPatience = TimeSpan.FromSeconds(5);

    public static async Task<int> Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (arguments is ["silo", ..])
        {
            await Silo.Read(arguments).Run();
            return 0;
        }

        ParseResult parsed = CommandLine.Create().Parse(arguments);
        if (parsed.Action is ParseErrorAction) return Fail(parsed.Errors[0].Message);
        if (parsed.Action is not null) return await parsed.InvokeAsync();
        using var end = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            end.Cancel();
        };
        Options options = CommandLine.Read(parsed);
        if (CommandLine.Problem(options) is { } problem) return Fail(problem);
        string name = options.Join ?? $"cnngen-{Guid.NewGuid():n}"[..16];
        try
        {
            return options.Serve is { } served ? await Serve(served, options, end.Token) : await Run(options, name, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return Fail("stopped");
        }
        catch (RedisConnectionException)
        {
            return Fail($"no Redis answers at '{options.Redis}'");
        }
        catch (RunFailedException exception)
        {
            return Fail(exception.Message);
        }
        finally
        {
            // Of a cluster of this program's own; with Redis there is none, and the name may be anything.
            if (options.Redis == null && Directory.Exists(Silo.FolderOf(name))) Directory.Delete(Silo.FolderOf(name), recursive: true);
        }
    }

    /// <summary>One silo, on a machine or in a container of its own.</summary>
    private static async Task<int> Serve(string name, Options options, CancellationToken cancellation)
    {
        await Find(options.Redis!);
        IPAddress[] own = await Dns.GetHostAddressesAsync(Dns.GetHostName(), AddressFamily.InterNetwork, cancellation);
        var silo = new Silo(Silo.UsualPort, Silo.UsualGateway, 0, options.Redis!, name, options.Seed, options.Threads, options.IsVerbose) { Address = own[0] };
        using IHost host = silo.Build();
        Console.WriteLine($"a silo of '{name}' at {silo.Address}:{silo.Port}");
        await host.RunAsync(cancellation);
        return 0;
    }

    private static async Task<int> Run(Options options, string name, CancellationToken cancellation)
    {
        if (options.Redis is { } address) await Find(address);
        int primary = Processes.FreePort();
        using var processes = new Processes(() => Next(Processes.FreePort()));
        using IHost host = options.Redis == null ? Next(primary).Build() : Client(name, options);
        int others = options.Join != null ? 0 : options.Redis == null ? options.Silos - 1 : options.Silos;
        if (options.Redis == null) await host.StartAsync(cancellation);
        for (int i = 0; i < others; i++) processes.Start();
        if (options.Redis != null) await host.StartAsync(cancellation);

        TrainingRun run = host.Services.GetRequiredService<IGrainFactory>().GetTrainingRun($"{options.Subject.Name}-{Guid.NewGuid():n}");
        var how = new DataParallel
        {
            Network = options.Subject.Name,
            Samples = options.Subject.Name,
            Epochs = options.Epochs,
            BatchSize = options.Batch,
            LearningRate = options.LearningRate,
            Seed = options.Seed,
        };
        await run.Start(how, cancellation);
        (TrainingProgress last, TimeSpan longest) = await Watch(run, processes, options, cancellation);
        if (last.Status != RunStatus.Completed) return Fail($"the run is {last.Status} at step {last.Step}: {last.Error}");

        ITrainableNetwork<float> network = options.Subject.Create(options.Seed);
        await run.CopyTo(network, cancellation);
        Console.WriteLine(
            $"{processes.Kills} silos were killed, {processes.Coordinators} of them with the coordinator; the longest of {last.Steps} steps took " +
            $"{longest.TotalSeconds:f2} s");
        if (options.Subject.Test is { } test) Console.WriteLine($"test accuracy {100 * network.Evaluate(test()).Accuracy:f2} %");

        // The same training in this process, by one trainer.
        ITrainableNetwork<float> alone = options.Subject.Create(options.Seed);
        double seconds = Train(alone, how, options, cancellation);
        Console.WriteLine(
            $"the last steps took {last.MedianStep.TotalMilliseconds:f1} ms here, of which {last.MedianComputing.TotalMilliseconds:f1} ms computing, and " +
            $"{1000 * seconds:f1} ms of one trainer with the threads of one silo: {seconds / last.MedianStep.TotalSeconds:f2} times as fast");
        string hash = Hash(network), expected = Hash(alone);
        if (hash != expected) return Fail($"the cluster's weights have the hash {hash}, those of one trainer {expected}");
        Console.WriteLine($"hash {hash}, as one trainer's");
        return 0;

        Silo Next(int port) => new(port, Processes.FreePort(), primary, options.Redis ?? "", name, options.Seed, options.Threads, options.IsVerbose);
    }

    /// <returns>The median of the last steps, in seconds.</returns>
    private static double Train(ITrainableNetwork<float> network, DataParallel how, Options options, CancellationToken cancellation)
    {
        var clock = new Clock();
        using var trainer = new Trainer<float>(network, options.Threads);
        FitOptions<float> same = new()
        {
            Epochs = how.Epochs,
            BatchSize = how.BatchSize,
            LearningRate = how.LearningRate,
            Seed = how.Seed,
            Progress = clock,
        };
        trainer.Fit(options.Subject.Training(), same, cancellation);
        return clock.Median;
    }

    /// <returns>The last progress, and the longest that any step has taken, wherever the coordinator was.</returns>
    private static async Task<(TrainingProgress Last, TimeSpan Longest)> Watch(
        TrainingRun run, Processes processes, Options options, CancellationToken cancellation)
    {
        TrainingProgress last = new();
        TimeSpan longest = default;
        long lastChange = 0;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bool IsSafe() => last.Silos.Count(processes.Lives) > 1 && Environment.TickCount64 - lastChange < 500;
        Task killing = options.Kill is { } seconds
            ? Kill(processes, TimeSpan.FromSeconds(seconds), () => last.Coordinator, IsSafe, over.Token)
            : Task.CompletedTask;
        await new Table().Show(async show =>
        {
            await foreach (TrainingProgress progress in run.Watch(TimeSpan.FromMilliseconds(100), cancellation))
            {
                // Where the silo with the coordinator died behind the last step, nobody knows any more what steps took.
                bool isMeasured = progress.MedianStep > TimeSpan.Zero;
                last = isMeasured ? progress : progress with { MedianStep = last.MedianStep, MedianComputing = last.MedianComputing };
                lastChange = Environment.TickCount64;
                if (progress.LongestStep > longest) longest = progress.LongestStep;
                show(progress, processes.Kills);
            }
        });
        await over.CancelAsync();
        await killing;
        return (last, longest);
    }

    /// <summary>
    /// Kills one after the other, each where another one computes: of a cluster of which nothing is left nothing can be shown, and silos that come find only
    /// dead ones in its table, for which they wait a minute and a half.
    /// </summary>
    private static async Task Kill(
        Processes processes, TimeSpan interval, Func<string> coordinator, Func<bool> isSafe, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(interval, cancellation);
                while (!isSafe()) await Task.Delay(100, cancellation);
                processes.KillOne(coordinator());
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>A client of a cluster whose silos are all elsewhere, and may all die, though not at once.</summary>
    private static IHost Client(string name, Options options)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        Silo.Log(builder.Logging, options.IsVerbose);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (name, name));
            client.UseRedisClustering(redis => redis.ConfigurationOptions = ConfigurationOptions.Parse(options.Redis!));
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));

            // The silos are still starting.
            client.UseConnectionRetryFilter(async (_, cancellation) =>
            {
                await Task.Delay(100, cancellation);
                return true;
            });
        });
        return builder.Build();
    }

    /// <summary>That there is no Redis is said at once.</summary>
    private static async Task Find(string address)
    {
        ConfigurationOptions configuration = ConfigurationOptions.Parse(address);
        configuration.ConnectTimeout = (int)RedisPatience.TotalMilliseconds;
        await using ConnectionMultiplexer _ = await ConnectionMultiplexer.ConnectAsync(configuration);
    }

    /// <summary>Of the parameters, and of running averages where there are any.</summary>
    private static string Hash(ITrainableNetwork<float> network)
    {
        var numbers = new float[network.ParameterCount + network.BufferCount];
        network.CopyParametersTo(numbers);
        network.CopyBuffersTo(numbers.AsSpan(network.ParameterCount));
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(numbers.AsSpan())));
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return 1;
    }
}

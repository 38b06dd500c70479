using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace CnnGen.Orleans.Tests.Federated;

/// <summary>What was accepted stays so, whatever ends in between. <c>CNNGEN_FEDERATED_KILLS</c> says how many servers are killed.</summary>
public sealed class FederatedKillTests
{
    private const int Clients = 200;

    private static readonly string[] Names = Enumerable.Range(0, Clients).Select(i => $"client-{i}").ToArray();

    // Stale: the last ones lost their answers, and the round has ended with them in it.
    private static readonly string[] Answers = ["Accepted", "Duplicate", "Stale"];

    [Fact]
    public async Task KilledAndRestarted_NothingIsLost_AndNothingCountsTwice()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("CNNGEN_FEDERATED_KILLS") ?? "3", CultureInfo.InvariantCulture);
        var storage = new KeptStorage();
        FederatedServer server = await FederatedServer.Start(storage);
        float[] begun = Updates.Numbers(new Small(seed: 1));
        for (int round = 1; kills > 0; round++)
        {
            await server.Grains.GetFederation("killed").Start(new("small") { Minimum = Clients, Maximum = Clients });
            await Expect(round, begun, server, "killed");

            // A kill whenever so many more have their answer; the rest of a round's clients come when they are over.
            int killsOfRound = Math.Min(kills, 10), answered = 0;
            kills -= killsOfRound;
            var confirmed = new ConcurrentBag<string>();
            using var gates = new SemaphoreSlim(0);
            Task killing = Kill();
            await Task.WhenAll(Names.Select(async name =>
            {
                await gates.WaitAsync();
                Reply reply = await Updates.SendUntilAnswered(() => server.Client, "killed", round, name, Updates.Trained(begun, name));
                Assert.Contains(reply.Answer, Answers);
                confirmed.Add(name);
                Interlocked.Increment(ref answered);
            }));
            await killing;
            begun = Updates.Mean(begun, Names, name => Updates.Trained(begun, name), Updates.Samples);
            await Expect(round + 1, begun, server, "killed");

            async Task Kill()
            {
                int share = Clients / (killsOfRound + 1);
                for (int kill = 0; kill < killsOfRound; kill++)
                {
                    gates.Release(share);
                    while (Volatile.Read(ref answered) < (kill * share) + (share / 2)) await Task.Delay(1);
                    int promised = confirmed.Count;
                    await server.Kill();
                    server = await FederatedServer.Start(storage);
                    Assert.True((await server.Grains.GetFederation("killed").GetProgress())!.Accepted >= promised);
                }

                gates.Release(Clients - (share * killsOfRound));
            }
        }

        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task StorageThatFailsBeforeAndBehindWrites_LosesNothing(int seed)
    {
        var storage = new KeptStorage();
        await using FederatedServer server = await FederatedServer.Start(storage);
        await server.Grains.GetFederation("flaky").Start(new("small") { Minimum = Clients, Maximum = Clients, RoundTimeout = TimeSpan.FromDays(1) });
        float[] begun = Updates.Numbers(new Small(seed: 1));
        var random = new Random(seed);
        int failures = 0;
        storage.Fails = _ =>
        {
            lock (random)
            {
                bool fails = random.Next(12) == 0 && failures < 60;
                if (fails) failures++;
                return fails;
            }
        };
        await Task.WhenAll(Names.Select(async name =>
        {
            Reply reply = await Updates.SendUntilAnswered(() => server.Client, "flaky", 1, name, Updates.Trained(begun, name));
            Assert.Contains(reply.Answer, Answers);
        }));
        Assert.True(failures > 10);
        storage.Fails = null;
        while ((await Known(server, "flaky")).Round == 1) await Task.Delay(20);
        await Expect(2, Updates.Mean(begun, Names, name => Updates.Trained(begun, name), Updates.Samples), server, "flaky");
    }

    private static async Task Expect(long round, float[] numbers, FederatedServer server, string federation)
    {
        (long known, float[] has) = await Known(server, federation);
        Assert.Equal(round, known);
        Assert.Equal(numbers, has);
    }

    private static async Task<(long Round, float[] Numbers)> Known(FederatedServer server, string federation)
    {
        while (true)
        {
            try
            {
                (long round, float[] numbers, _) = await Updates.Round(server.Client, federation);
                return (round, numbers);
            }
            catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(20);
            }
        }
    }
}

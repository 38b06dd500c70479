using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Orleans;
using Xunit;

namespace CnnGen.Orleans.Tests.Federated;

public sealed class FederationTests(FederatedFixture fixture) : IClassFixture<FederatedFixture>
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300), Never = TimeSpan.FromDays(1);

    private readonly IGrainFactory grains = fixture.Server.Grains;

    [Fact]
    public async Task ClientsOfTheCluster_JoinTrainAndSubmit()
    {
        Federation federation = grains.GetFederation("cluster");
        await federation.Start(new("normed") { Minimum = 2, Maximum = 2, RoundTimeout = Never });
        var one = new Normed(seed: 5);
        FederatedRound<float> round = await federation.Join(one);
        Assert.Equal((1, false), (round.Number, round.HasEnded));
        float[] begun = Updates.Numbers(new Normed(seed: 1));
        Assert.Equal(begun, Updates.Numbers(one));

        // The first layer is frozen: whatever is sent of it changes nothing, and buffers are averaged.
        int frozen = (6 * 8) + 8, buffers = Normed.BufferCount;
        Assert.True(buffers > 0);
        float[] first = begun.Select((number, i) => number + i).ToArray(), second = begun.Select((number, i) => number - (3 * i)).ToArray();
        Assert.Equal(FederatedAnswer.Accepted, (await round.Submit("a", With(first), 1)).Answer);
        Assert.Equal(FederatedAnswer.Duplicate, (await round.Submit("a", With(first), 1)).Answer);
        Assert.Equal(FederatedAnswer.Accepted, (await round.Submit("b", With(second), 3)).Answer);
        round = await federation.Join(one);
        Assert.Equal(2, round.Number);
        float[] expected = begun.Select((number, i) => i < frozen ? number
            : (float)(number + (((1 * ((double)first[i] - number)) + (3 * ((double)second[i] - number))) / 4))).ToArray();
        Assert.Equal(expected, Updates.Numbers(one));
        Assert.Equal(FederatedAnswer.NotFinite, (await round.Submit("a", With([float.NaN, .. begun.Skip(1)]), 1)).Answer);
    }

    [Fact]
    public async Task BelowTheMinimumAtTheDeadline_ARoundGoesOn()
    {
        Federation federation = grains.GetFederation("few");
        await federation.Start(new("small") { Minimum = 2, RoundTimeout = Short });
        FederatedRound<float> round = await federation.Join(new Small());
        Assert.Equal(FederatedAnswer.Accepted, (await round.Submit("a", new Small(seed: 2), 1)).Answer);
        await Task.Delay(2 * Short);
        FederationProgress progress = (await federation.GetProgress())!;
        Assert.Equal((1, 1, 2), (progress.Round, progress.Accepted, progress.Minimum));
        Assert.True(progress.Deadline < DateTimeOffset.UtcNow);
        Assert.Equal(FederatedAnswer.Accepted, (await round.Submit("b", new Small(seed: 3), 1)).Answer);
        Assert.Equal(2, (await federation.Join(new Small())).Number);
        Assert.Equal(FederatedAnswer.Stale, (await round.Submit("c", new Small(seed: 3), 1)).Answer);
    }

    [Fact]
    public async Task AtTheDeadline_ARoundWithEnoughClientsEnds()
    {
        Federation federation = grains.GetFederation("deadline");
        await federation.Start(new("small") { Minimum = 2, RoundTimeout = Short });
        FederatedRound<float> round = await federation.Join(new Small());
        foreach (string client in new[] { "a", "b", "c" }) await round.Submit(client, new Small(seed: 2), 1);
        FederationProgress next = await First(federation.Watch(TimeSpan.FromMilliseconds(20)), progress => progress.Round == 2);
        Assert.Equal(3, next.Last!.Clients);
        Assert.True(next.Last.Took >= Short);
        Assert.Equal(Updates.Numbers(new Small(seed: 2)), await NumbersOf(federation, new Small()));
    }

    [Fact]
    public async Task FarChanges_AreScaledDown_AndSamplesCapped()
    {
        Federation federation = grains.GetFederation("clipped");
        await federation.Start(new("small") { Minimum = 3, Maximum = 3, LargestChange = 0.5, MostSamples = 10, RoundTimeout = Never });
        FederatedRound<float> round = await federation.Join(new Small());
        float[] begun = Updates.Numbers(new Small(seed: 1));
        string[] clients = ["near", "far", "farther"];
        float[] Trained(string client) => Updates.Trained(begun, client, client switch { "near" => 0.01f, "far" => 3f, _ => 1e20f });
        int Said(string client) => client == "near" ? 4 : 1_000_000;
        foreach (string client in clients)
        {
            var network = new Small();
            network.SetParameters(Trained(client));
            Assert.Equal(FederatedAnswer.Accepted, (await round.Submit(client, network, Said(client))).Answer);
        }

        Assert.Equal(
            Updates.Mean(begun, clients, Trained, client => Math.Min(10, Said(client)), largest: 0.5), await NumbersOf(federation, new Small()));
        FederatedRoundResult last = (await federation.GetProgress())!.Last!;
        Assert.Equal((3, 24L, 2), (last.Clients, last.Samples, last.Clipped));
    }

    [Fact]
    public async Task Noise_FollowsFromTheSecret()
    {
        float[] begun = Updates.Numbers(new Small(seed: 1)), trained = Updates.Trained(begun, "a", 0.001f);
        var noised = new List<float[]>();
        foreach ((string name, string secret) in new[] { ("noise-1", "secret"), ("noise-2", "secret"), ("noise-3", "another") })
        {
            Federation federation = grains.GetFederation(name);
            await federation.Start(new("small") { Maximum = 1, LargestChange = 1, Noise = 0.25, Seed = secret });
            var network = new Small();
            FederatedRound<float> round = await federation.Join(network);
            network.SetParameters(trained);
            await round.Submit("a", network, 7);
            noised.Add(await NumbersOf(federation, network));
            var noise = new double[begun.Length];
            new FederatedNoise(secret, name, 1).Fill(0, noise);
            Assert.Equal(
                begun.Select((number, i) => (float)(number + ((7 * ((double)trained[i] - number) / 7) + (0.25 * noise[i])))), noised[^1]);
        }

        Assert.NotEqual(noised[0], noised[1]);
        Assert.NotEqual(noised[0], noised[2]);
    }

    /// <summary>In doubles another order shows, where a sum that is rounded to a float mostly hides it; and these are of more numbers than a part.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Doubles_AreAddedInTheOrderOfNames_WhoeverCameFirst(int seed)
    {
        const int Clients = 20;
        Federation federation = grains.GetFederation($"doubles-{seed}");
        await federation.Start(new("wide") { Minimum = Clients, Maximum = Clients });
        FederatedRound<double> round = await federation.Join(new Wide());
        string[] names = Enumerable.Range(0, Clients).Select(i => $"client-{i}").ToArray(), shuffled = names.ToArray();
        new Random(seed).Shuffle(shuffled);
        foreach (string name in shuffled) Assert.Equal(FederatedAnswer.Accepted, (await round.Submit(name, Trained(name), Samples(name))).Answer);

        Array.Sort(names, string.CompareOrdinal);
        double[] begun = Parameters(new Wide(seed: 1)), sums = new double[begun.Length], others = new double[begun.Length];
        foreach (string name in names) Add(name, sums);
        foreach (string name in shuffled) Add(name, others);
        Assert.NotEqual(sums, others);
        var mean = new Wide();
        await federation.Join(mean);
        Assert.Equal(begun.Select((number, i) => number + (sums[i] / names.Sum(Samples))), Parameters(mean));

        void Add(string name, double[] to)
        {
            double[] values = Parameters(Trained(name));
            for (int i = 0; i < to.Length; i++) to[i] += Samples(name) * (values[i] - begun[i]);
        }

        static Wide Trained(string name) => new(seed: 100 + Samples(name));

        static int Samples(string name) => 1 + int.Parse(name.Split('-')[1]);

        static double[] Parameters(Wide network)
        {
            double[] parameters = new double[Wide.ParameterCount];
            network.CopyParametersTo(parameters);
            return parameters;
        }
    }

    [Fact]
    public async Task OtherNetworks_AreRefusedByName()
    {
        Federation federation = grains.GetFederation("named");
        await federation.Start(new("small"));
        string fingerprint = Small.Description.Fingerprint;
        InvalidOperationException other = await Assert.ThrowsAsync<InvalidOperationException>(() => federation.Start(new("normed")));
        Assert.Contains($"The federation 'named' is of the network 'small', fingerprint {fingerprint}", other.Message, StringComparison.Ordinal);
        Assert.Contains("Start it under another name.", other.Message, StringComparison.Ordinal);
        Assert.Contains(
            "There is no network 'none' in CnnGenOptions", (await Assert.ThrowsAsync<ArgumentException>(() => federation.Start(new("none")))).Message, StringComparison.Ordinal);
        Assert.Contains(fingerprint, (await Assert.ThrowsAsync<InvalidOperationException>(() => federation.Join(new Normed()))).Message, StringComparison.Ordinal);

        // What a client of another version would send.
        IUpdateGrain update = grains.GetUpdate("named", "a");
        Numbers numbers = FederatedNumbers.Of(new Small());
        Assert.Equal(FederatedAnswer.WrongNetwork, (await update.Submit(new SentUpdate(1, 1, "another", numbers))).Answer);
        Assert.Equal(FederatedAnswer.WrongLength, (await update.Submit(new SentUpdate(1, 1, fingerprint, new Numbers(numbers.Bytes[1..])))).Answer);
        Assert.Equal(FederatedAnswer.NotStarted, (await grains.GetUpdate("unnamed", "a").Submit(new SentUpdate(1, 1, fingerprint, numbers))).Answer);
        Assert.Equal(0, (await federation.GetProgress())!.Accepted);
    }

    public static TheoryData<FederatedAveraging, string> BadOptions => new()
    {
        { new(" "), "Network: expected the name of a network" },
        { new("small") { Minimum = 0 }, "Minimum: expected at least 1, 0 came." },
        { new("small") { Minimum = 3, Maximum = 2 }, "Maximum: expected at least the minimum, 3, 2 came." },
        { new("small") { RoundTimeout = TimeSpan.Zero }, "RoundTimeout: expected more than no time" },
        { new("small") { RoundTimeout = TimeSpan.MaxValue }, "RoundTimeout: expected more than no time and at most 1,000 days" },
        { new("small") { Rounds = 0 }, "Rounds: expected at least 1" },
        { new("small") { LargestChange = double.NaN }, "LargestChange: expected a number above 0, NaN came." },
        { new("small") { RefuseBeyond = -1 }, "RefuseBeyond: expected a number above 0, -1 came." },
        { new("small") { MostSamples = 0 }, "MostSamples: expected at least 1" },
        { new("small") { Noise = double.PositiveInfinity }, "Noise: expected 0 or a number above 0" },
        { new("small") { Noise = 1, Seed = "secret" }, "Noise needs a LargestChange" },
        { new("small") { Noise = 1, LargestChange = 1 }, "Noise needs a Seed" },
        { new("normed") { Noise = 1, LargestChange = 1, Seed = "secret" }, "Noise needs a network without buffers, and 'normed' has batchnorm1.running_mean" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task BadOptions_AreRefused(FederatedAveraging options, string message)
    {
        Federation federation = grains.GetFederation("options");
        Assert.StartsWith(message, (await Assert.ThrowsAsync<ArgumentException>(() => federation.Start(options))).Message, StringComparison.Ordinal);
        Assert.Null(await federation.GetProgress());
    }

    [Fact]
    public async Task BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => grains.GetFederation("a/b"));
        Assert.Throws<ArgumentException>(() => grains.GetFederation(""));
        Federation federation = grains.GetFederation("arguments");
        await Assert.ThrowsAsync<InvalidOperationException>(() => federation.Join(new Small()));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await First(federation.Watch(), _ => true));
        await federation.Start(new("small"));
        FederatedRound<float> round = await federation.Join(new Small());
        await Assert.ThrowsAsync<ArgumentException>(() => round.Submit("a/b", new Small(), 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => round.Submit("a", new Small(), 0));
        Assert.DoesNotContain("hidden", new FederatedAveraging("small") { Seed = "hidden" }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEnd_EndsWatching_AndAStartGoesOn()
    {
        Federation federation = grains.GetFederation("ended");
        await federation.Start(new("small") { Minimum = 2, Maximum = 2 });
        FederatedRound<float> round = await federation.Join(new Small());
        await round.Submit("a", new Small(seed: 4), 1);
        Task<List<FederationProgress>> watching = Collect(federation.Watch(TimeSpan.FromMilliseconds(10)));
        await federation.End();
        Assert.True((await watching)[^1].HasEnded);
        Assert.Equal(FederatedAnswer.Ended, (await round.Submit("b", new Small(), 1)).Answer);
        Assert.True((await federation.Join(new Small())).HasEnded);
        await federation.Start(new("small") { Minimum = 2, Maximum = 2 });
        round = await federation.Join(new Small());
        Assert.Equal((1, false), (round.Number, round.HasEnded));
        Assert.Equal(FederatedAnswer.Duplicate, (await round.Submit("a", new Small(seed: 4), 1)).Answer);

        using var cancellation = new CancellationTokenSource();
        Task<List<FederationProgress>> cancelled = Collect(federation.Watch(TimeSpan.FromMilliseconds(10), cancellation.Token));
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task AnUpdateIsStoredOnce_AndRoundsOverwriteEachOther()
    {
        const int Clients = 300, Rounds = 3;   // more than a page of names
        var storage = new KeptStorage();
        await using FederatedServer server = await FederatedServer.Start(storage);
        Federation federation = server.Grains.GetFederation("cost");
        await federation.Start(new("small") { Minimum = Clients, Maximum = Clients });
        int size = Updates.Numbers(new Small()).Length * sizeof(float), entries = 0;
        for (int i = 0; i < Rounds; i++)
        {
            long before = storage.Bytes;
            var network = new Small();
            FederatedRound<float> round = await federation.Join(network);
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => round.Submit($"client-{client}", network, 1)));
            await federation.Join(network);
            double each = (storage.Bytes - before) / (double)Clients;
            Assert.InRange(each, size, size + 1500);   // its numbers, and its share of names' pages, which come in groups
            if (i == 0) entries = storage.Entries;
        }

        Assert.InRange(storage.Entries, entries, entries + 1);   // the second place for numbers
    }

    [Fact]
    public async Task WhereStorageHasForgotten_TheRestIsAveraged()
    {
        var storage = new KeptStorage();
        await using FederatedServer server = await FederatedServer.Start(storage);
        Federation federation = server.Grains.GetFederation("gone");
        await federation.Start(new("small") { Minimum = 2, Maximum = 2 });
        FederatedRound<float> round = await federation.Join(new Small());
        await round.Submit("a", new Small(seed: 4), 1);
        storage.Forget("update");
        await round.Submit("b", new Small(seed: 5), 1);
        Assert.Equal(Updates.Mean(Updates.Numbers(new Small(seed: 1)), ["b"], _ => Updates.Numbers(new Small(seed: 5)), _ => 1), await NumbersOf(federation, new Small()));
        Assert.Equal(1, (await federation.GetProgress())!.Last!.Clients);
    }

    [Fact]
    public async Task Metrics_CountAnswersAndRounds()
    {
        var counted = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "CnnGen.Orleans") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Count(instrument, 1, tags));
        listener.Start();
        Federation federation = grains.GetFederation("measured");
        await federation.Start(new("small") { Maximum = 1 });
        FederatedRound<float> round = await federation.Join(new Small());
        await round.Submit("a", new Small(seed: 2), 1);
        await federation.Join(new Small());
        await round.Submit("a", new Small(seed: 2), 1);
        int bytes = Updates.Numbers(new Small()).Length * sizeof(float);
        lock (counted)
        {
            Assert.Equal(1, counted["cnngen.federated.updates Accepted"]);
            Assert.Equal(1, counted["cnngen.federated.updates Stale"]);
            Assert.Equal(2 * bytes, counted["cnngen.federated.received "]);
            Assert.Equal(1, counted["cnngen.federated.rounds "]);
            Assert.Equal(1, counted["cnngen.federated.round.duration "]);
            Assert.Equal(1, counted["cnngen.federated.round.change "]);
        }

        void Count(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray().ToDictionary();
            if ((string?)all.GetValueOrDefault("federation") != "measured") return;
            string key = $"{instrument.Name} {all.GetValueOrDefault("answer")}";
            lock (counted) counted[key] = counted.GetValueOrDefault(key) + value;
        }
    }

    private static Normed With(float[] numbers)
    {
        var network = new Normed();
        network.SetParameters(numbers.AsSpan(0, Normed.ParameterCount));
        network.SetBuffers(numbers.AsSpan(Normed.ParameterCount));
        return network;
    }

    private static async Task<float[]> NumbersOf(Federation federation, INetwork<float> network)
    {
        await federation.Join(network);
        return Updates.Numbers(network);
    }

    private static async Task<T> First<T>(IAsyncEnumerable<T> items, Func<T, bool> isIt)
    {
        await foreach (T item in items)
        {
            if (isIt(item)) return item;
        }

        throw new InvalidOperationException("There was none.");
    }

    private static async Task<List<T>> Collect<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (T item in items) all.Add(item);
        return all;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace CnnGen.Orleans.Tests.Federated;

/// <summary>A server whose tests each have a federation of their own.</summary>
public sealed class FederatedFixture : IAsyncLifetime
{
    internal KeptStorage Storage { get; } = new(isJson: true);

    internal FederatedServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await FederatedServer.Start(Storage);

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

public sealed class FederatedHttpTests(FederatedFixture fixture) : IClassFixture<FederatedFixture>
{
    private readonly HttpClient client = fixture.Server.Client;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TwoHundredClients_TheMeanIsThatOfTheAccepted_WhateverTheOrder(int seed)
    {
        const int Good = 120, Slow = 20, Bad = 10;
        string name = $"hundreds-{seed}";
        await Start(name, new("small") { Minimum = Good + Slow, Maximum = Good + Slow, RefuseBeyond = 10, RoundTimeout = TimeSpan.FromMinutes(10) });
        (long round, float[] begun, _) = await Updates.Round(client, name);
        Assert.Equal(1, round);
        Assert.Equal(Updates.Numbers(new Small(seed: 1)), begun);

        string[] good = Names("client", Good), slow = Names("slow", Slow);
        var sent = new List<Func<Task>>();
        foreach (string one in good.Skip(Bad)) sent.Add(() => Expect("Accepted", one, Updates.Trained(begun, one)));
        foreach (string one in good.Take(Bad)) sent.Add(() => Twice(one));
        foreach (string one in Names("stale", Bad)) sent.Add(() => Expect("Stale", one, Updates.Trained(begun, one), round: 7));
        foreach (string one in Names("infinite", Bad)) sent.Add(() => Expect("NotFinite", one, With(begun, float.NegativeInfinity)));
        foreach (string one in Names("none", Bad)) sent.Add(() => Expect("NotFinite", one, With(begun, float.NaN)));
        foreach (string one in Names("far", Bad)) sent.Add(() => Expect("TooFar", one, With(begun, 1e30f)));
        foreach (string one in Names("shape", Bad)) sent.Add(() => OtherNetwork(one));
        foreach (string one in Names("gone", Bad)) sent.Add(() => Goes(one));
        Func<Task>[] shuffled = sent.ToArray();
        new Random(seed).Shuffle(shuffled);
        await Task.WhenAll(shuffled.Select(send => send()));
        FederationProgress before = (await fixture.Server.Grains.GetFederation(name).GetProgress())!;
        Assert.Equal((1, Good), (before.Round, before.Accepted));
        foreach (string one in good.Take(Bad)) await Expect("Duplicate", one, With(begun, 3));   // other numbers do not replace the first
        await Task.WhenAll(slow.Select(async (one, i) =>
        {
            await Task.Delay(i * 5);
            await Expect("Accepted", one, Updates.Trained(begun, one));
        }));

        (long next, float[] mean, _) = await Updates.Round(client, name);
        Assert.Equal(2, next);
        Assert.Equal(Updates.Mean(begun, [.. good, .. slow], one => Updates.Trained(begun, one), Updates.Samples), mean);
        Assert.Equal("Stale", (await Updates.Send(client, name, 1, "late", begun)).Answer);
        FederatedRoundResult result = (await fixture.Server.Grains.GetFederation(name).GetProgress())!.Last!;
        Assert.Equal((1, Good + Slow, good.Concat(slow).Sum(Updates.Samples), 0), (result.Round, result.Clients, result.Samples, result.Clipped));

        async Task Expect(string answer, string one, float[] numbers, long? round = null)
        {
            Reply reply = await Updates.Send(client, name, round ?? 1, one, numbers);
            Assert.Equal(answer, reply.Answer);
            Assert.Equal(answer is "Accepted" or "Duplicate" ? "application/json" : "application/problem+json", reply.Type);
        }

        async Task Twice(string one)
        {
            float[] numbers = Updates.Trained(begun, one);
            Reply[] replies = await Task.WhenAll(Updates.Send(client, name, 1, one, numbers), Updates.Send(client, name, 1, one, numbers));
            Assert.Equal(["Accepted", "Duplicate"], replies.Select(reply => reply.Answer).Order());
        }

        async Task OtherNetwork(string one)
        {
            var other = new Normed(seed: 3);
            Reply reply = await Updates.Send(client, name, 1, one, 5, new ByteArrayContent(Updates.File(other, Updates.Numbers(other))));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        }

        // The connection ends in the middle of the body.
        async Task Goes(string one)
        {
            byte[] file = Updates.File(begun);
            using var socket = new TcpClient();
            await socket.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port);
            string head = $"POST /federated/{name}/rounds/1/updates/{one}?samples=3 HTTP/1.1\r\nHost: here\r\n" +
                $"Authorization: Bearer {FederatedServer.Token}\r\nContent-Length: {file.Length}\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await socket.GetStream().WriteAsync(file.AsMemory(0, file.Length / 2));
        }
    }

    [Fact]
    public async Task ARound_IsSentOnce_ToWhoHasIt()
    {
        await Start("tagged", new("small"));
        using HttpResponseMessage first = await client.GetAsync("tagged/round");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var again = new HttpRequestMessage(HttpMethod.Get, "tagged/round");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal("1", second.Headers.GetValues(FederatedEndpoints.RoundHeader).Single());
    }

    public static TheoryData<string, string, int, string?, string> BadRequests => new()
    {
        // what is asked, with which body, the status, the answer, a part of the message
        { "bad/rounds/1/updates/a?samples=0", "good", 400, null, "samples: expected a whole number from 1 to 2147483647" },
        { "bad/rounds/1/updates/a?samples=-3", "good", 400, null, "samples: expected" },
        { "bad/rounds/1/updates/a?samples=2147483648", "good", 400, null, "samples: expected" },
        { "bad/rounds/1/updates/a", "good", 400, null, "samples: expected" },
        { "bad/rounds/x/updates/a?samples=1", "good", 400, null, "round: expected a whole number" },
        { "bad/rounds/0/updates/a?samples=1", "good", 400, null, "round: expected" },
        { "bad/rounds/1/updates/a%20b?samples=1", "good", 400, null, "client: expected 1 to 100 letters" },
        { "bad/rounds/1/updates/é?samples=1", "good", 400, null, "client: expected" },
        { "none/rounds/1/updates/a?samples=1", "good", 404, "NotStarted", "There is no federation 'none'" },
        { "b%20d/rounds/1/updates/a?samples=1", "good", 404, "NotStarted", "There is no federation" },
        { "bad/rounds/2/updates/a?samples=1", "good", 409, "Stale", "The update is of round 2; round 1 runs" },
        { "bad/rounds/1/updates/a?samples=1", "long", 413, null, "The body has more than" },
        { "bad/rounds/1/updates/a?samples=1", "endless", 413, null, "The body has more than" },
        { "bad/rounds/1/updates/a?samples=1", "empty", 422, null, "A safetensors file begins with the length of its header" },
        { "bad/rounds/1/updates/a?samples=1", "text", 422, null, "safetensors" },
        { "bad/rounds/1/updates/a?samples=1", "cut", 422, null, "it is cut off" },
        { "bad/rounds/1/updates/a?samples=1", "other", 422, null, "The file is of another network than Small" },
        { "bad/rounds/1/updates/a?samples=1", "misshapen", 422, null, "dense1.weight is [10, 6], not [10, 12]" },
        { "bad/rounds/1/updates/a?samples=1", "infinite", 422, "NotFinite", "not finite" },
        { "bad/rounds/1/updates/a?samples=1", "far", 422, "TooFar", "Expected a change of at most 5" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task BadInput_HasItsProblem(string path, string body, int status, string? answer, string message)
    {
        await Start("bad", new("small") { RefuseBeyond = 5, Minimum = 1000 });
        float[] begun = Updates.Numbers(new Small(seed: 1));
        byte[] good = Updates.File(begun);
        var normed = new Normed();
        HttpContent content = body switch
        {
            "good" => new ByteArrayContent(good),
            "empty" => new ByteArrayContent([]),
            "text" => new StringContent("{\"weights\": [1, 2, 3], \"bias\": [4, 5, 6]}"),
            "cut" => new ByteArrayContent(good[..^4]),
            "long" => new ByteArrayContent(new byte[1 << 20]),
            "endless" => new Endless(),
            "other" => new ByteArrayContent(Updates.File(normed, Updates.Numbers(normed))),
            "misshapen" => new ByteArrayContent(Misshapen()),
            "infinite" => new ByteArrayContent(Updates.File(With(begun, float.PositiveInfinity))),
            "far" => new ByteArrayContent(Updates.File(With(begun, 50))),
            _ => throw new ArgumentException(body),
        };
        using HttpResponseMessage response = await client.PostAsync(path, content);
        Reply reply = await Updates.Read(response);
        Assert.Equal((status, "application/problem+json", answer), ((int)reply.Status, reply.Type, reply.Answer));
        Assert.Contains(message, reply.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await fixture.Server.Grains.GetFederation("bad").GetProgress())!.Accepted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer another-token-altogether")]
    [InlineData("Basic " + FederatedServer.Token)]
    public async Task WithoutTheToken_NothingIsTold(string? authorization)
    {
        using var stranger = new HttpClient { BaseAddress = client.BaseAddress };
        if (authorization != null) stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        foreach (string federation in new[] { "tokens", "there-is-none" })
        {
            await Start("tokens", new("small"));
            using HttpResponseMessage round = await stranger.GetAsync($"{federation}/round");
            Assert.Equal(HttpStatusCode.Unauthorized, round.StatusCode);
            Assert.Equal("Bearer", round.Headers.WwwAuthenticate.Single().Scheme);
            Assert.Equal(HttpStatusCode.Unauthorized, (await Updates.Send(stranger, federation, 1, "a", Updates.Numbers(new Small()))).Status);
        }
    }

    [Fact]
    public async Task ATokenOfAClient_OpensNoOther()
    {
        await using FederatedServer server = await FederatedServer.Start(
            fixture.Storage, who: options => options.Validate = caller => new(caller.Token == "own-token" && caller.Client is null or "own"));
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "own-token");
        await server.Grains.GetFederation("owned").Start(new("small") { Minimum = 3 });
        float[] begun = (await Updates.Round(server.Client, "owned")).Numbers;
        Assert.Equal(HttpStatusCode.Unauthorized, (await Updates.Send(server.Client, "owned", 1, "other", begun)).Status);
        Assert.Equal("Accepted", (await Updates.Send(server.Client, "owned", 1, "own", begun)).Answer);
    }

    [Fact]
    public async Task WhoMayTakePart_IsSaid()
    {
        Assert.Contains("Expected one of", (await Assert.ThrowsAsync<InvalidOperationException>(() => FederatedServer.Start(new(), who: _ => { }))).Message);
        Assert.Throws<ArgumentException>(() => new FederatedEndpointOptions().Tokens("short"));
        Assert.Throws<ArgumentException>(() => new FederatedEndpointOptions().Tokens("with a blank in it, though long"));
    }

    [Fact]
    public async Task AnEndedFederation_GivesItsLastNumbers()
    {
        await Start("over", new("small") { Maximum = 1, Rounds = 1 });
        float[] begun = (await Updates.Round(client, "over")).Numbers, trained = Updates.Trained(begun, "a");
        Assert.Equal("Accepted", (await Updates.Send(client, "over", 1, "a", trained)).Answer);
        (long round, float[] last, bool hasEnded) = await Updates.Round(client, "over");
        Assert.Equal((2, true), (round, hasEnded));
        Assert.Equal(Updates.Mean(begun, ["a"], _ => trained, Updates.Samples), last);
        Reply reply = await Updates.Send(client, "over", 2, "a", trained);
        Assert.Equal((HttpStatusCode.Conflict, "Ended"), (reply.Status, reply.Answer));
    }

    private static string[] Names(string kind, int count) => Enumerable.Range(0, count).Select(i => $"{kind}-{i}").ToArray();

    private static float[] With(float[] numbers, float first) => [first, .. numbers.Skip(1)];

    private static byte[] Misshapen()
    {
        byte[] file = Updates.File(Updates.Numbers(new Small()));
        int header = (int)BitConverter.ToInt64(file);
        string text = Encoding.UTF8.GetString(file, 8, header);
        string other = text.Replace("[10,12]", "[10,6]", StringComparison.Ordinal);
        Assert.NotEqual(text, other);

        // Half of the first tensor is gone, and all others lie nearer.
        using var moved = new MemoryStream();
        other = System.Text.RegularExpressions.Regex.Replace(other, @"\[(\d+),(\d+)\]}", match =>
        {
            long begin = long.Parse(match.Groups[1].Value), end = long.Parse(match.Groups[2].Value);
            return $"[{(begin == 0 ? 0 : begin - 240)},{end - 240}]}}";
        });
        byte[] bytes = Encoding.UTF8.GetBytes(other);
        moved.Write(BitConverter.GetBytes((long)bytes.Length));
        moved.Write(bytes);
        moved.Write(file.AsSpan(8 + header + 240));
        return moved.ToArray();
    }

    private Task Start(string name, FederatedAveraging options) => fixture.Server.Grains.GetFederation(name).Start(options);

    /// <summary>A body whose length nobody tells.</summary>
    private sealed class Endless : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            byte[] some = new byte[1 << 14];
            for (int i = 0; i < 64; i++) await stream.WriteAsync(some, CancellationToken.None);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

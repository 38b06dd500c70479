using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using Keyboards;
using Xunit;

namespace CnnGen.Orleans.Tests.Federated;

/// <summary>The client of samples/Keyboards, which others copy.</summary>
public sealed class FederatedClientTests(FederatedFixture fixture) : IClassFixture<FederatedFixture>
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task AClient_TakesPart_AndBeginsAnew()
    {
        Federation federation = fixture.Server.Grains.GetFederation("client");
        await federation.Start(new("small") { Minimum = 2, Maximum = 2, Rounds = 2, RoundTimeout = TimeSpan.FromDays(1) });
        var network = new Small();
        var client = new FederatedClient(fixture.Server.Client, "client", "a");
        Assert.Equal((1, false), await client.Join(network, Poll));
        Assert.Equal(Updates.Numbers(new Small(seed: 1)), Updates.Numbers(network));
        Assert.Equal("Accepted", await client.Submit(1, network, 3));

        // Another process in its place, which knows nothing, joins the same round again.
        var again = new FederatedClient(fixture.Server.Client, "client", "a");
        Assert.Equal((1, false), await again.Join(network, Poll));
        Assert.Equal("Duplicate", await again.Submit(1, network, 3));
        Task<(long, bool)> waiting = client.Join(network, Poll);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(5 * Poll)));   // the round is known to it

        var other = new FederatedClient(fixture.Server.Client, "client", "b");
        await other.Join(network, Poll);
        Assert.Equal("Accepted", await other.Submit(1, network, 3));
        Assert.Equal((2, false), await waiting);
        Assert.Equal("Stale", await other.Submit(1, network, 3));
        foreach (FederatedClient one in new[] { client, other }) Assert.Equal("Accepted", await one.Submit(2, network, 3));
        Assert.Equal((3, true), await client.Join(network, Poll));
        Assert.Equal("Ended", await client.Submit(3, network, 3));
    }

    [Fact]
    public async Task WhatFailsOnTheWay_IsTriedAgain()
    {
        await fixture.Server.Grains.GetFederation("tried").Start(new("small") { Minimum = 2 });
        var failures = new ConcurrentQueue<Func<HttpResponseMessage>>(
        [
            () => throw new HttpRequestException("no line"),
            () => new HttpResponseMessage(HttpStatusCode.BadGateway),
            () => throw new TaskCanceledException("too long"),
            () => new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromMilliseconds(1)) } },
        ]);
        using HttpClient http = Through(failures);
        var client = new FederatedClient(http, "tried", "a") { FirstWait = TimeSpan.FromMilliseconds(1) };
        var network = new Small();
        Assert.Equal((1, false), await client.Join(network, Poll));
        Assert.Empty(failures);

        // The answer is lost, the update is not.
        failures.Enqueue(null!);
        Assert.Equal("Duplicate", await client.Submit(1, network, 5));
    }

    [Fact]
    public async Task WhatTheServerWillNotHave_IsNotTriedAgain()
    {
        await fixture.Server.Grains.GetFederation("refused").Start(new("small"));
        var network = new Small();
        using HttpClient stranger = new() { BaseAddress = fixture.Server.Client.BaseAddress };
        FederatedException refusal = await Assert.ThrowsAsync<FederatedException>(() => new FederatedClient(stranger, "refused", "a").Join(network, Poll));
        Assert.StartsWith("401 Unauthorized: Expected a bearer token", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<FederatedException>(() => new FederatedClient(fixture.Server.Client, "nowhere", "a").Join(network, Poll));
        Assert.StartsWith("404 Not Found: There is no federation 'nowhere'.", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<FederatedException>(() => new FederatedClient(fixture.Server.Client, "refused", "a").Submit(1, new Normed(), 5));
        Assert.StartsWith("422 Unprocessable Entity: The file is of another network", refusal.Message, StringComparison.Ordinal);
        using var cancellation = new CancellationTokenSource(5 * Poll);
        using HttpClient nobody = new() { BaseAddress = new Uri("http://127.0.0.1:1/") };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new FederatedClient(nobody, "refused", "a").Join(network, Poll, cancellation.Token));
    }

    private HttpClient Through(ConcurrentQueue<Func<HttpResponseMessage>> failures)
    {
        var http = new HttpClient(new Line(failures)) { BaseAddress = fixture.Server.Client.BaseAddress };
        http.DefaultRequestHeaders.Authorization = fixture.Server.Client.DefaultRequestHeaders.Authorization;
        return http;
    }

    /// <summary>A bad line: each failure takes the place of a request; where it is null, of the answer.</summary>
    private sealed class Line(ConcurrentQueue<Func<HttpResponseMessage>> failures) : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            bool fails = failures.TryDequeue(out Func<HttpResponseMessage>? failure);
            if (failure != null) return failure();
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            return fails ? throw new HttpRequestException("the answer is lost") : response;
        }
    }
}

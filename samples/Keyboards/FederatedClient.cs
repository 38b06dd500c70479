using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using CnnGen;

namespace Keyboards;

/// <summary>Takes part in a federation by HTTP: to copy into your own program. Needs CnnGen and what .NET has.</summary>
/// <remarks>
/// What fails on the way is tried again, later and later, for as long as it takes: an update that is sent twice counts once. Nothing has to be kept between
/// runs of the program: who begins anew joins the round that runs.
/// </remarks>
/// <param name="http">Its BaseAddress is the endpoint's, with a slash at its end; its default headers have the token.</param>
/// <param name="federation">The federation's name.</param>
/// <param name="client">The client's own name, another for each.</param>
internal sealed class FederatedClient(HttpClient http, string federation, string client)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private EntityTagHeaderValue? tag;

    /// <summary>How long to wait before something is tried again for the first time; then twice as long, up to a minute.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for a round that this object has not joined yet, and gives a network its numbers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="poll">How often to ask whether there is a new one.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The round's number, and whether the federation has ended: then these are its last numbers.</returns>
    /// <exception cref="FederatedException">The server will not have it.</exception>
    public async Task<(long Number, bool HasEnded)> Join(INetwork<float> network, TimeSpan poll, CancellationToken cancellation = default)
    {
        while (true)
        {
            using HttpResponseMessage response = await Send(
                () =>
                {
                    var request = new HttpRequestMessage(HttpMethod.Get, $"{federation}/round");
                    if (tag != null) request.Headers.IfNoneMatch.Add(tag);
                    return request;
                },
                cancellation);
            if (response.StatusCode == HttpStatusCode.NotModified)
            {
                await Task.Delay(poll, cancellation);
                continue;
            }

            if (!response.IsSuccessStatusCode) throw await Refusal(response, cancellation);
            network.Load(new MemoryStream(await response.Content.ReadAsByteArrayAsync(cancellation)));
            tag = response.Headers.ETag;
            long number = long.Parse(response.Headers.GetValues("CnnGen-Round").Single(), CultureInfo.InvariantCulture);
            return (number, response.Headers.Contains("CnnGen-Ended"));
        }
    }

    /// <summary>Sends what came of the training.</summary>
    /// <param name="round">The round that was joined.</param>
    /// <param name="network">The network.</param>
    /// <param name="samples">On how many samples it was trained.</param>
    /// <param name="cancellation">Ends the trying.</param>
    /// <returns><c>Accepted</c>; <c>Duplicate</c>, which is as good; <c>Stale</c> or <c>Ended</c>, where it came too late.</returns>
    /// <exception cref="FederatedException">The server will not have it; the message says why.</exception>
    public async Task<string> Submit(long round, INetwork<float> network, int samples, CancellationToken cancellation = default)
    {
        using var file = new MemoryStream();
        network.Save(file);
        byte[] body = file.ToArray();
        using HttpResponseMessage response = await Send(
            () => new HttpRequestMessage(HttpMethod.Post, $"{federation}/rounds/{round}/updates/{client}?samples={samples}")
            {
                Content = new ByteArrayContent(body),
            },
            cancellation);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.Conflict) return (await Read(response, cancellation)).Answer ?? "";
        throw await Refusal(response, cancellation);
    }

    private async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        for (TimeSpan wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            TimeSpan? asked = null;
            try
            {
                using HttpRequestMessage message = request();
                HttpResponseMessage response = await http.SendAsync(message, cancellation);
                if ((int)response.StatusCode < 500 && response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout))
                {
                    return response;
                }

                asked = response.Headers.RetryAfter?.Delta;
                response.Dispose();
            }
            catch (HttpRequestException)
            {
                // There is no line, or nobody at its end.
            }
            catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // It took too long.
            }

            // Anywhere in the second half, so that those whom one restart has sent away do not come back at once.
            TimeSpan spread = wait * (0.5 + (0.5 * Random.Shared.NextDouble()));
            await Task.Delay(asked > spread ? asked.Value : spread, cancellation);
        }
    }

    private static async Task<FederatedException> Refusal(HttpResponseMessage response, CancellationToken cancellation)
    {
        (_, string? detail) = await Read(response, cancellation);
        return new FederatedException($"{(int)response.StatusCode} {response.ReasonPhrase}: {detail}");
    }

    private static async Task<(string? Answer, string? Detail)> Read(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            using JsonDocument json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
            return (Text(json, "answer"), Text(json, "detail"));
        }
        catch (JsonException)
        {
            return (null, null);   // something in between has answered
        }

        static string? Text(JsonDocument json, string name) =>
            json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;
    }
}

/// <summary>What a federation's server will not have; trying again does not help.</summary>
internal sealed class FederatedException(string message) : Exception(message);

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace CnnGen.Orleans.Tests.Federated;

/// <summary>What clients send, and the mean of it by a plain loop.</summary>
internal static class Updates
{
    /// <summary>A client's network: the round's numbers and a change of its own.</summary>
    public static float[] Trained(float[] begun, string client, float size = 0.1f)
    {
        var random = new Random(client.Sum(c => (c * 31) + 7) + client.Length);
        return begun.Select(number => number + (size * (random.NextSingle() - 0.5f))).ToArray();
    }

    public static int Samples(string client) => 1 + (client.Sum(c => (int)c) % 50);

    /// <summary>The mean, as it is documented: in the order of the names, in double.</summary>
    public static float[] Mean(float[] begun, IEnumerable<string> clients, Func<string, float[]> trained, Func<string, int> samples, double? largest = null)
    {
        string[] names = clients.ToArray();
        Array.Sort(names, string.CompareOrdinal);
        double[] sums = new double[begun.Length];
        long total = 0;
        foreach (string name in names)
        {
            float[] values = trained(name);
            double squares = 0;
            for (int i = 0; i < begun.Length; i++) squares += ((double)values[i] - begun[i]) * ((double)values[i] - begun[i]);
            double norm = Math.Sqrt(squares), weight = norm > largest ? samples(name) * (largest.Value / norm) : samples(name);
            for (int i = 0; i < begun.Length; i++) sums[i] += weight * ((double)values[i] - begun[i]);
            total += samples(name);
        }

        return begun.Select((number, i) => (float)(number + (sums[i] / total))).ToArray();
    }

    public static float[] Numbers(INetwork<float> network)
    {
        float[] numbers = new float[network.ParameterCount + network.BufferCount];
        network.CopyParametersTo(numbers);
        network.CopyBuffersTo(numbers.AsSpan(network.ParameterCount));
        return numbers;
    }

    public static byte[] File(float[] numbers) => File(new Small(), numbers);

    public static byte[] File(INetwork<float> network, float[] numbers)
    {
        network.SetParameters(numbers.AsSpan(0, network.ParameterCount));
        network.SetBuffers(numbers.AsSpan(network.ParameterCount));
        using var file = new MemoryStream();
        network.Save(file);
        return file.ToArray();
    }

    /// <summary>The round that runs, and its numbers.</summary>
    public static async Task<(long Round, float[] Numbers, bool HasEnded)> Round(HttpClient client, string federation)
    {
        using HttpResponseMessage response = await client.GetAsync($"{federation}/round");
        response.EnsureSuccessStatusCode();
        var network = new Small();
        network.Load(await response.Content.ReadAsStreamAsync());
        long round = long.Parse(response.Headers.GetValues(FederatedEndpoints.RoundHeader).Single(), CultureInfo.InvariantCulture);
        return (round, Numbers(network), response.Headers.Contains(FederatedEndpoints.EndedHeader));
    }

    /// <summary>Sends an update.</summary>
    public static async Task<Reply> Send(HttpClient client, string federation, long round, string name, int samples, HttpContent body)
    {
        using HttpResponseMessage response = await client.PostAsync($"{federation}/rounds/{round}/updates/{name}?samples={samples}", body);
        return await Read(response);
    }

    public static Task<Reply> Send(HttpClient client, string federation, long round, string name, float[] numbers) =>
        Send(client, federation, round, name, Samples(name), new ByteArrayContent(File(numbers)));

    /// <summary>Sends an update, again and again, until there is an answer.</summary>
    public static async Task<Reply> SendUntilAnswered(Func<HttpClient> client, string federation, long round, string name, float[] numbers)
    {
        for (int wait = 5; ; wait = Math.Min(2 * wait, 200))
        {
            try
            {
                using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(20));
                Reply reply = await Send(client(), federation, round, name, numbers).WaitAsync(cancellation.Token);
                if (reply.Status != HttpStatusCode.ServiceUnavailable) return reply;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                // It is gone, or just coming back.
            }

            await Task.Delay(wait);
        }
    }

    public static async Task<Reply> Read(HttpResponseMessage response)
    {
        string? type = response.Content.Headers.ContentType?.MediaType;
        string text = await response.Content.ReadAsStringAsync();
        JsonElement json = text.Length > 0 ? JsonDocument.Parse(text).RootElement : default;
        string? Text(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;
        return new Reply(response.StatusCode, type, Text("answer"), Text("message") ?? Text("detail") ?? "", Text("round"));
    }
}

/// <summary>What a server answers.</summary>
internal sealed record Reply(HttpStatusCode Status, string? Type, string? Answer, string Message, string? Round);

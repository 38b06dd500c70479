using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace Keyboards;

/// <summary>A client: somebody's keyboard.</summary>
internal static class Program
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public static async Task<int> Main(string[] arguments)
    {
        Argument<string> server = new("server") { Description = "The endpoint, such as https://keyboards.example/federated" };
        Option<int> typist = new("--typist") { Description = "Who types: any whole number", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string> token = new("--token") { Description = "The token that the server asks for", HelpName = "TEXT", Required = true };
        RootCommand command = new("Learns which key comes next, together with others, none of whom sees what another types.") { server, typist, token };
        ParseResult parsed = command.Parse(arguments);
        if (parsed.Action is ParseErrorAction) return Fail(parsed.Errors[0].Message);
        if (parsed.Action is not null) return await parsed.InvokeAsync();
        string given = parsed.GetRequiredValue(server);
        if (!Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            return Fail($"'{given}': expected an address, such as http://localhost:5000/federated");
        }

        using var end = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            end.Cancel();
        };
        using HttpClient http = new() { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", parsed.GetValue(token));
        try
        {
            await TakePart(http, parsed.GetValue(typist), Poll, Console.WriteLine, end.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception e) when (e is FederatedException or InvalidDataException)
        {
            return Fail(e.Message);
        }
    }

    /// <summary>Takes part until the federation ends.</summary>
    /// <returns>Which part of the keys the last network guesses.</returns>
    internal static async Task<double> TakePart(HttpClient http, int number, TimeSpan poll, Action<string> tell, CancellationToken cancellation)
    {
        var typist = new Typist(number);
        var client = new FederatedClient(http, "keyboards", $"typist-{number}");
        var network = new KeyNet();
        while (true)
        {
            (long round, bool hasEnded) = await client.Join(network, poll, cancellation);
            double accuracy = typist.Accuracy(network);
            if (hasEnded)
            {
                tell($"ended behind round {round - 1}: {accuracy:P1} of the next keys are guessed");
                return accuracy;
            }

            typist.Train(network, round);
            string answer = await client.Submit(round, network, typist.Samples, cancellation);
            tell($"round {round}: {accuracy:P1} of the next keys are guessed; update {answer.ToLowerInvariant()}");
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return 1;
    }
}

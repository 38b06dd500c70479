using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>Federations for those who are not part of the cluster: devices, games, anything that speaks HTTP.</summary>
public static class FederatedEndpoints
{
    /// <summary>The header with a round's number.</summary>
    public const string RoundHeader = "CnnGen-Round";

    /// <summary>The header that is <c>true</c> where a federation has ended: the numbers are its last.</summary>
    public const string EndedHeader = "CnnGen-Ended";

    /// <summary>Maps the endpoint of all federations.</summary>
    /// <remarks>
    /// <c>GET {prefix}/{federation}/round</c> gives the round's parameters and buffers, a safetensors file, with its number in <see cref="RoundHeader"/>; with
    /// an ETag, so that who asks again and has it gets 304. <c>POST {prefix}/{federation}/rounds/{round}/updates/{client}?samples=N</c> takes what came of a
    /// client's training, a safetensors file; the answer is a <see cref="FederatedReply"/> in JSON, or a problem (RFC 9457). The process is a silo, or a
    /// client of the cluster, with the networks named by AddCnnGen.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where, such as <c>/federated</c>.</param>
    /// <param name="configure">Says who may take part.</param>
    /// <returns>What further conventions are added to, limits of rates for example.</returns>
    /// <exception cref="InvalidOperationException">Nothing says who may take part, or AddCnnGen was not called.</exception>
    public static RouteGroupBuilder MapFederated(this IEndpointRouteBuilder endpoints, string prefix, Action<FederatedEndpointOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new FederatedEndpointOptions();
        configure(options);
        options.Check();
        IServiceProvider services = endpoints.ServiceProvider;
        FederatedFiles files = services.GetService<FederatedFiles>()
            ?? throw new InvalidOperationException("The endpoint needs the networks: call AddCnnGen for the silo, or for the cluster's client.");
        var handler = new FederatedHandler(
            options, services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<FederatedModels>(), files,
            services.GetRequiredService<ILogger<FederatedHandler>>());
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        group.MapGet("/{federation}/round", handler.Get).WithName($"{prefix} round");
        group.MapPost("/{federation}/rounds/{round}/updates/{client}", handler.Post).WithName($"{prefix} update");
        return group;
    }
}

/// <summary>Answers the requests.</summary>
internal sealed class FederatedHandler(
    FederatedEndpointOptions options, IGrainFactory grains, FederatedModels models, FederatedFiles files, ILogger<FederatedHandler> logger)
{
    private const string FileType = "application/octet-stream";
    private const int HeaderBytes = 1 << 16, BufferBytes = 1 << 16, WidestNumber = sizeof(double), NarrowestNumber = sizeof(float);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(50);

    public Task<IResult> Get(HttpContext context, string federation) => Answer(context, federation, client: null, async () =>
    {
        JoinedRound round = await Round(federation, context.RequestAborted);
        if (round.Round == 0) return Replied(FederatedReplies.NotStarted(federation));
        if (round.Numbers == null) return Later(context, $"Round {round.Round} is ending.");
        context.Response.Headers[FederatedEndpoints.RoundHeader] = round.Round.ToString(CultureInfo.InvariantCulture);
        if (round.HasEnded) context.Response.Headers[FederatedEndpoints.EndedHeader] = "true";
        context.Response.Headers.CacheControl = "no-cache";
        var tag = new EntityTagHeaderValue($"\"{round.Fingerprint}-{round.Round}{(round.HasEnded ? "-ended" : "")}\"");
        return Results.Bytes(await files.Of(federation, round), FileType, entityTag: tag);
    });

    public Task<IResult> Post(HttpContext context, string federation, string round, string client) => Answer(context, federation, client, async () =>
    {
        if (!FederatedNames.IsName(client)) return Problem(StatusCodes.Status400BadRequest, $"client: expected {FederatedNames.Expected}.");
        bool isRound = long.TryParse(round, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= 1;
        if (!isRound) return Problem(StatusCodes.Status400BadRequest, "round: expected a whole number of at least 1.");
        string? said = context.Request.Query["samples"];
        bool isCount = int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out int samples) && samples >= 1;
        if (!isCount) return Problem(StatusCodes.Status400BadRequest, $"samples: expected a whole number from 1 to {int.MaxValue}.");

        // What is of another round is refused before it is read, and what is too long before the rest comes.
        JoinedRound current = await models.Of(federation, number);
        if (current.Round == 0) return Replied(FederatedReplies.NotStarted(federation));
        if (current.HasEnded) return Replied(FederatedReplies.Ended(federation, current.Round));
        if (current.Round != number || current.Numbers == null) return Replied(FederatedReplies.Stale(number, current.Round));
        long most = HeaderBytes + Math.Max((await files.Of(federation, current)).Length, (long)current.Length * WidestNumber / NarrowestNumber);
        using MemoryStream? body = await Body(context, most);
        if (body == null) return Problem(StatusCodes.Status413PayloadTooLarge, $"The body has more than {most} bytes, as an update has at most.");
        Numbers numbers;
        try
        {
            numbers = await files.Read(current, body, context.RequestAborted);
        }
        catch (InvalidDataException e)
        {
            return Problem(StatusCodes.Status422UnprocessableEntity, e.Message);
        }

        return Replied(await grains.GetUpdate(federation, client).Submit(new SentUpdate(number, samples, current.Fingerprint, numbers)));
    });

    private async Task<IResult> Answer(HttpContext context, string federation, string? client, Func<Task<IResult>> answer)
    {
        try
        {
            if (!await options.MayTakePart(new FederatedCaller(Token(context), federation, client)))
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return Problem(StatusCodes.Status401Unauthorized, "Expected a bearer token that opens this federation to this client.");
            }

            return FederatedNames.IsName(federation) ? await answer() : Replied(FederatedReplies.NotStarted(federation));
        }
        catch (BadHttpRequestException e)
        {
            return Problem(e.StatusCode, e.Message);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            // A silo that has gone, a storage that does not answer: what was sent may be sent again.
            FederatedLog.NoAnswer(logger, e, context.Request.Method, context.Request.Path);
            return Later(context, "The cluster does not answer; the request can be repeated.");
        }
    }

    private static string Token(HttpContext context)
    {
        const string Scheme = "Bearer ";
        string header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
    }

    /// <summary>The round that runs; where one is ending, the next, if it comes soon.</summary>
    private async Task<JoinedRound> Round(string federation, CancellationToken cancellation)
    {
        long begun = Environment.TickCount64;
        while (true)
        {
            JoinedRound round = await models.Current(federation);
            if (!round.IsEnding || Environment.TickCount64 - begun > Patience.TotalMilliseconds) return round;
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>The body, in memory that grows as it comes; null where it is too long.</summary>
    private static async Task<MemoryStream?> Body(HttpContext context, long most)
    {
        if (context.Request.ContentLength > most) return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most;
        var body = new MemoryStream();
        byte[] buffer = new byte[BufferBytes];
        try
        {
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and int count)
            {
                if (body.Length + count > most) return null;
                body.Write(buffer, 0, count);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;   // the server has counted, too
        }

        body.Position = 0;
        return body;
    }

    private static IResult Replied(FederatedReply reply)
    {
        int status = reply.Answer switch
        {
            FederatedAnswer.Accepted or FederatedAnswer.Duplicate => StatusCodes.Status200OK,
            FederatedAnswer.Stale or FederatedAnswer.Ended => StatusCodes.Status409Conflict,
            FederatedAnswer.NotStarted => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        return status == StatusCodes.Status200OK
            ? Results.Json(new { answer = reply.Answer.ToString(), message = reply.Message, round = reply.Round })
            : Problem(status, reply.Message, reply);
    }

    private static IResult Later(HttpContext context, string message)
    {
        context.Response.Headers.RetryAfter = "1";
        return Problem(StatusCodes.Status503ServiceUnavailable, message);
    }

    private static IResult Problem(int status, string detail, FederatedReply? reply = null) => Results.Problem(
        detail, statusCode: status, extensions: reply == null ? null : [new("answer", reply.Answer.ToString()), new("round", reply.Round)]);
}

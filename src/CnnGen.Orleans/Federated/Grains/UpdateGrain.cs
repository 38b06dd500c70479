using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Orleans;

namespace CnnGen.Orleans;

/// <inheritdoc cref="IUpdateGrain"/>
internal sealed class UpdateGrain(IServiceProvider services, FederatedNetworks networks, FederatedModels models, ILogger<UpdateGrain> logger)
    : Grain, IUpdateGrain
{
    private string federation = "", client = "";
    private FederatedEntry<StoredUpdate> entry = null!;
    private long storedRound;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        string[] key = this.GetPrimaryKeyString().Split('/');
        (federation, client) = (key[0], key[1]);
        entry = new FederatedEntry<StoredUpdate>(services, this.GetGrainId(), "update");
        storedRound = (await entry.Read()).Round;
    }

    public async Task<FederatedReply> Submit(SentUpdate update)
    {
        FederatedReply reply = await Check(update);
        FederatedMetrics.Answered(federation, reply.Answer, update.Numbers.Bytes.Length);
        if (reply.Answer is not (FederatedAnswer.Accepted or FederatedAnswer.Duplicate)) FederatedLog.Refused(logger, federation, client, reply.Message);
        if (reply.Answer == FederatedAnswer.NotStarted) DeactivateOnIdle();
        return reply;
    }

    public async Task<StoredUpdate?> Read(long round)
    {
        StoredUpdate update = await entry.Look();
        return update.Round == round ? update : null;
    }

    private async Task<FederatedReply> Check(SentUpdate update)
    {
        // Of the wire, where anything may come.
        ArgumentOutOfRangeException.ThrowIfLessThan(update.Samples, 1);
        JoinedRound round = await models.Of(federation, update.Round);
        if (round.Round == 0) return FederatedReplies.NotStarted(federation);
        if (round.HasEnded) return FederatedReplies.Ended(federation, round.Round);
        if (round.Round != update.Round || round.Numbers is not { } begun) return FederatedReplies.Stale(update.Round, round.Round);
        if (update.Fingerprint != round.Fingerprint)
        {
            return new(FederatedAnswer.WrongNetwork, $"Expected the fingerprint {round.Fingerprint}, {update.Fingerprint} came.", round.Round);
        }

        if (update.Numbers.Bytes.Length != round.Length)
        {
            return new(
                FederatedAnswer.WrongLength, $"Expected {round.Length} bytes of numbers, {update.Numbers.Bytes.Length} came.", round.Round);
        }

        FederatedNetwork network = await networks.Get(round.Network);
        double? change = await networks.Run(() => network.Entry.Accept(new ChangeMeasure(begun, update.Numbers, network.Ranges)));
        if (change is not { } norm) return new(FederatedAnswer.NotFinite, "A number of the update is not finite.", round.Round);
        if (!double.IsFinite(norm) || norm > round.RefuseBeyond)
        {
            string limit = round.RefuseBeyond is { } beyond ? $"at most {beyond}" : "a norm that is finite";
            return new(FederatedAnswer.TooFar, $"Expected a change of {limit}, one of {norm} came.", round.Round);
        }

        // A round's update is never overwritten while its round runs; that of an earlier round is in that round's mean already.
        if (storedRound != update.Round)
        {
            try
            {
                await entry.Write(new StoredUpdate { Round = update.Round, Samples = update.Samples, Norm = norm, Numbers = update.Numbers });
            }
            catch
            {
                DeactivateOnIdle();   // whether it was written, a new activation finds out
                throw;
            }

            storedRound = update.Round;
        }

        return await GrainFactory.GetGrain<IFederationGrain>(federation).Accept(update.Round, client);
    }
}

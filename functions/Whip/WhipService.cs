using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;
using Serverless.Functions.Tokens;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Whip;

/// <summary>WH1 to WH8: joins that only speak HTTP. Media, roster and ending are those of any other join.</summary>
internal sealed class WhipService(
    JoinService joins, ParticipantService participants, ParticipationStore participations, OccupancyStore occupancies,
    WhipSessionStore store, WorkerRegistry workers, WorkerClient client, ISecrets secrets, TimeProvider time)
{
    public Task<Outcome<WhipStart>> PublishAsync(
        ApiCaller caller, WhipRequest request, WebRtcOffer offer, string sdp, CancellationToken cancellationToken)
    {
        var sections = offer.Publish();
        return sections.Count == 0
            ? Task.FromResult<Outcome<WhipStart>>(
                WhipFailures.InvalidSdp("The offer sends neither audio nor video in a section with a mid."))
            : StartAsync(
                caller,
                request,
                offer,
                new JoinRequest { Mode = ParticipantMode.SendAndReceive, Offer = sdp, Publish = sections },
                cancellationToken);
    }

    public Task<Outcome<WhipStart>> WatchAsync(
        ApiCaller caller, WhipRequest request, WebRtcOffer offer, CancellationToken cancellationToken) =>
        !offer.Receives
            ? Task.FromResult<Outcome<WhipStart>>(WhipFailures.InvalidSdp("The offer receives neither audio nor video."))
            : StartAsync(
                caller,
                request,
                offer,
                new JoinRequest { Mode = ParticipantMode.ReceiveOnly, Offer = offer.ToWatching() },
                cancellationToken);

    /// <summary>A fragment on a running session.</summary>
    /// <param name="id">The session's.</param>
    /// <param name="fragment">What the client sent.</param>
    /// <param name="ifMatch">Its precondition.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<Outcome<WhipPatch>> PatchAsync(
        string id, IceFragment fragment, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } stored)
        {
            return WhipFailures.NotFound;
        }

        if (await FindOccupancyAsync(stored.Value.Ticket, cancellationToken) is not { } occupancy)
        {
            return WhipFailures.Over;
        }

        if (ifMatch.IsAbsent)
        {
            return WhipFailures.Unconditional;
        }

        if (!ifMatch.Allows(stored.Value.ETag))
        {
            return WhipFailures.Changed;
        }

        return fragment.Ufrag is null || fragment.Ufrag == stored.Value.Ufrag
            ? new WhipPatch.Trickled()
            : await RestartAsync(id, stored, fragment, occupancy, cancellationToken);
    }

    /// <returns>false: there is no such session. Ending one that is over changes nothing.</returns>
    public async Task<bool> EndAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } stored)
        {
            return false;
        }

        // Whoever sent this is going away: that must not stop what it asked for.
        await participants.LeaveAsync(stored.Value.Ticket, CancellationToken.None);
        return true;
    }

    private async Task<Outcome<WhipStart>> StartAsync(
        ApiCaller token, WhipRequest request, WebRtcOffer offer, JoinRequest join, CancellationToken cancellationToken)
    {
        var caller = request.Bind(token);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        if (caller.Value is { MayJoin: false, MayAsk: true })
        {
            return WhipFailures.NoLobby;
        }

        // WH10: VideoSDK's server SDK gives encoders a management token.
        var joining = caller.Value with { RestOnly = caller.Value is { RestOnly: true, MayModerate: false } };
        var result = await joins.JoinAsync(
            joining, request.RoomId, join with { DisplayName = request.DisplayName }, device: null, new StageClock(time),
            cancellationToken);
        return result switch
        {
            { Failure: { } failure } => failure,
            { Value: JoinResult.Joined joined } => await RememberAsync(joined, offer, cancellationToken),
            { Value: JoinResult.Pending { Response: var pending } } =>
                Failures.NoCapacity with { RetryAfterSeconds = pending.RetryAfterSeconds },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<WhipStart> RememberAsync(
        JoinResult.Joined joined, WebRtcOffer offer, CancellationToken cancellationToken)
    {
        var id = secrets.Key();
        var session = new WhipSession
        {
            Ticket = joined.Ticket,
            ETag = NewETag(),
            Ufrag = offer.Ufrag,
            SectionKind = offer.Tagged.Kind,
            SectionMid = offer.Tagged.Mid,
        };
        await store.AddAsync(id, session, cancellationToken);
        return new WhipStart(id, session.ETag, joined.Response.Answer!);
    }

    private async Task<Outcome<WhipPatch>> RestartAsync(
        string id, Stored<WhipSession> stored, IceFragment fragment, Occupancy occupancy,
        CancellationToken cancellationToken)
    {
        var session = stored.Value;
        if (await workers.FindAsync(occupancy.WorkerId, cancellationToken) is not { } worker)
        {
            return Failures.WorkerUnavailable;
        }

        var ice = await client.RestartIceAsync(
            worker,
            session.Ticket.RoomId,
            new RestartIceRequest(session.Ticket.ConnectionKey, fragment.Ufrag!, fragment.Pwd!),
            cancellationToken);
        if (ice.Failed)
        {
            return ice.Failure.Status == StatusCodes.Status404NotFound ? WhipFailures.Over : ice.Failure;
        }

        var restarted = session with { ETag = NewETag(), Ufrag = fragment.Ufrag! };
        return await store.ReplaceAsync(id, stored, restarted, cancellationToken)
            ? new WhipPatch.Restarted(
                restarted.ETag, IceFragment.Write(session.SectionKind, session.SectionMid, ice.Value))
            : WhipFailures.Changed;
    }

    /// <returns>null: the join is over.</returns>
    private async Task<Occupancy?> FindOccupancyAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var person = await participations.FindAsync(ticket.SessionId, ticket.ParticipantId, cancellationToken);
        if (person is not { LeftAt: null } || person.ConnectionKey != ticket.ConnectionKey)
        {
            return null;
        }

        var current = await occupancies.FindAsync(ticket.RoomId, cancellationToken);
        return current is { Value.Phase: not OccupancyPhase.Ended } && current.Value.SessionId == ticket.SessionId
            ? current.Value
            : null;
    }

    private string NewETag() => $"\"{secrets.Letters(16)}\"";
}

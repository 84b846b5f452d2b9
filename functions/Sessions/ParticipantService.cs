using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>What a participant does with its ticket, and what workers say of participants.</summary>
internal sealed class ParticipantService(
    TicketStanding standing, SessionOpening sessions, SessionEnding ending, ParticipationStore participations,
    OccupancyStore occupancies, Admission admission, TicketAuthority tickets, ParticipantAccess access,
    TimeProvider time)
{
    private const int MaxTurns = 4;

    /// <summary>JN5: the same participation on a new transport, on another worker where the old one is dead.</summary>
    public async Task<Outcome<JoinResponse>> ResumeAsync(
        Ticket ticket, ResumeRequest request, StageClock clock, CancellationToken cancellationToken)
    {
        var refused = JoinForm.RefuseSections(request.Publish)
            ?? JoinRights.RefuseSources(ticket.Publish, request.Publish)
            ?? (string.IsNullOrWhiteSpace(request.Offer) && ticket.Mode != ParticipantMode.SignallingOnly
                ? JoinService.MissingOffer
                : null);
        if (refused is not null)
        {
            return refused;
        }

        var person = await standing.CheckAsync(ticket, cancellationToken);
        if (person.Failed)
        {
            return person.Failure;
        }

        clock.Mark("room");
        var admitted = await AdmitAsync(ticket, person.Value, request, clock, cancellationToken);
        if (admitted.Failed)
        {
            return admitted;
        }

        var refusedMeanwhile = await SettleAsync(ticket, cancellationToken);
        clock.Mark("settle");
        return refusedMeanwhile is null ? admitted : refusedMeanwhile;
    }

    public async Task<Outcome<RenewResponse>> RenewAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var person = await standing.CheckAsync(ticket, cancellationToken);
        if (person.Failed)
        {
            return person.Failure;
        }

        var pubSub = await access.ForAsync(ticket, cancellationToken);
        return pubSub.Failed ? pubSub.Failure : new RenewResponse(tickets.Grant(ticket), pubSub.Value);
    }

    /// <summary>JN6. An unknown or ended participation is left already.</summary>
    public Task LeaveAsync(Ticket ticket, CancellationToken cancellationToken) =>
        LeaveAsync(ticket.RoomId, ticket.SessionId, ticket.ParticipantId, ticket.ConnectionKey, cancellationToken);

    /// <summary>The same for a join that is known by its parts.</summary>
    public async Task LeaveAsync(
        string roomId, string sessionId, string participantId, string connectionKey, CancellationToken cancellationToken)
    {
        await participations.LeaveAsync(
            sessionId, participantId, connectionKey, time.GetUtcNow(), LeaveReason.Left, cancellationToken);
        var current = await occupancies.FindAsync(roomId, cancellationToken);
        if (current is { Value.Phase: not OccupancyPhase.Ended } && current.Value.SessionId == sessionId)
        {
            await admission.CloseAsync(
                roomId, current.Value.WorkerId, connectionKey, LeaveReason.Left, cancellationToken);
        }
    }

    /// <summary>PR4.</summary>
    public async Task<ParticipantEventsResponse> ReportAsync(
        string roomId, ParticipantEvents events, CancellationToken cancellationToken)
    {
        if (await HasMovedOnAsync(roomId, events, cancellationToken))
        {
            return new ParticipantEventsResponse(SessionEnded: false);
        }

        foreach (var left in events.Left)
        {
            await participations.LeaveAsync(
                events.SessionId, left.ParticipantId, left.ConnectionKey, left.At, left.Reason, cancellationToken);
        }

        return new ParticipantEventsResponse(events.Empty
            ? await ending.EndIfEmptyAsync(roomId, events.SessionId, cancellationToken)
            : await ending.IsOverAsync(roomId, events.SessionId, cancellationToken));
    }

    /// <summary>Who was in the room when it moved to the worker that asks.</summary>
    public async Task<PresentParticipants> PresentAsync(
        string roomId, string sessionId, CancellationToken cancellationToken)
    {
        var current = await occupancies.FindAsync(roomId, cancellationToken);
        return new PresentParticipants(current?.Value is { MovedAt: { } moved } live && live.SessionId == sessionId
            ? await participations.PresentSinceBeforeAsync(sessionId, moved, cancellationToken)
            : []);
    }

    /// <summary>The new transport stands: the person is back, or goes where the participation ended while the worker was asked.</summary>
    private async Task<Failure?> SettleAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        await participations.ReturnAsync(
            ticket.SessionId, ticket.ParticipantId, ticket.ConnectionKey, cancellationToken);
        var person = await standing.CheckAsync(ticket, cancellationToken);
        if (!person.Failed)
        {
            return null;
        }

        // The worker may have got the end of the session before the transport: it is told again, whatever the phase.
        var current = await occupancies.FindAsync(ticket.RoomId, cancellationToken);
        if (current?.Value.SessionId == ticket.SessionId)
        {
            var isOver = person.Failure.Code is ProblemCodes.SessionEnded or ProblemCodes.RoomClosed;
            await admission.CloseAsync(
                ticket.RoomId, current.Value.WorkerId, ticket.ConnectionKey,
                isOver ? LeaveReason.SessionEnded : LeaveReason.Left, cancellationToken);
        }

        await participations.WithdrawAsync(ticket.SessionId, ticket.ConnectionKey, cancellationToken);
        return person.Failure;
    }

    // A worker that lost the room sees everybody go, because they went to the next one.
    private async Task<bool> HasMovedOnAsync(
        string roomId, ParticipantEvents events, CancellationToken cancellationToken)
    {
        if (events.Epoch is not { } epoch)
        {
            return false;
        }

        var current = await occupancies.FindAsync(roomId, cancellationToken);
        return current?.Value is { } live && live.SessionId == events.SessionId && live.Epoch > epoch;
    }

    // The room may move, or turn out to have moved, while this person asks its worker: then the next one is asked, at once.
    private async Task<Outcome<JoinResponse>> AdmitAsync(
        Ticket ticket, Participation person, ResumeRequest request, StageClock clock, CancellationToken cancellationToken)
    {
        Outcome<JoinResponse> last = Failures.WorkerUnavailable;
        var epoch = 0;
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var occupancy = await sessions.KeepAsync(ticket.RoomId, ticket.SessionId, cancellationToken);
            if (occupancy.Failed)
            {
                return occupancy.Failure;
            }

            if (occupancy.Value.Epoch == epoch)
            {
                return last;
            }

            clock.Mark("session");
            epoch = occupancy.Value.Epoch;
            var entrant = new Entrant(
                occupancy.Value, ticket, person.Metadata, request.Offer, request.Publish ?? [], Resume: true);
            last = await admission.AdmitAsync(entrant, clock, cancellationToken);
            if (!last.Failed || !Admission.MayHaveMoved(last.Failure))
            {
                return last;
            }
        }

        return last;
    }
}

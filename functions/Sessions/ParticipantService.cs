using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>What a participant does with its ticket, and what workers say of participants.</summary>
internal sealed class ParticipantService(
    RoomStore rooms, SessionOpening sessions, SessionEnding ending, ParticipationStore participations,
    OccupancyStore occupancies, Admission admission, TicketAuthority tickets, ParticipantAccess access,
    TimeProvider time)
{
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

        var person = await CheckAsync(ticket, cancellationToken);
        if (person.Failed)
        {
            return person.Failure;
        }

        clock.Mark("room");
        var occupancy = await sessions.EnsureAsync(ticket.RoomId, ticket.SessionId, cancellationToken);
        if (occupancy.Failed)
        {
            return occupancy.Failure;
        }

        clock.Mark("session");
        var entrant = new Entrant(
            occupancy.Value, ticket, person.Value.Metadata, request.Offer, request.Publish ?? [], Resume: true);
        var admitted = await admission.AdmitAsync(entrant, clock, cancellationToken);
        if (!admitted.Failed)
        {
            await participations.ReturnAsync(
                ticket.SessionId, ticket.ParticipantId, ticket.ConnectionKey, cancellationToken);
            clock.Mark("settle");
        }

        return admitted;
    }

    public async Task<Outcome<RenewResponse>> RenewAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var person = await CheckAsync(ticket, cancellationToken);
        return person.Failed
            ? person.Failure
            : new RenewResponse(tickets.Grant(ticket), access.For(ticket));
    }

    /// <summary>JN6. An unknown or ended participation is left already.</summary>
    public async Task LeaveAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        await participations.LeaveAsync(
            ticket.SessionId, ticket.ParticipantId, ticket.ConnectionKey, time.GetUtcNow(), LeaveReason.Left,
            cancellationToken);
        var current = await occupancies.FindAsync(ticket.RoomId, cancellationToken);
        if (current is { Value.Phase: not OccupancyPhase.Ended } && current.Value.SessionId == ticket.SessionId)
        {
            await admission.CloseAsync(
                ticket.RoomId, current.Value.WorkerId, ticket.ConnectionKey, LeaveReason.Left, cancellationToken);
        }
    }

    /// <summary>PR4.</summary>
    public async Task<ParticipantEventsResponse> ReportAsync(
        string roomId, ParticipantEvents events, CancellationToken cancellationToken)
    {
        foreach (var left in events.Left)
        {
            await participations.LeaveAsync(
                events.SessionId, left.ParticipantId, left.ConnectionKey, left.At, left.Reason, cancellationToken);
        }

        return new ParticipantEventsResponse(events.Empty
            ? await ending.EndIfEmptyAsync(roomId, events.SessionId, cancellationToken)
            : await ending.IsOverAsync(roomId, events.SessionId, cancellationToken));
    }

    /// <summary>What is stored may have taken away what the ticket says.</summary>
    private async Task<Outcome<Participation>> CheckAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        if (await rooms.GetAsync(ticket.RoomId, cancellationToken) is not { Disabled: false })
        {
            return Failures.Gone(ProblemCodes.RoomClosed, "The room is closed for ever.");
        }

        if (await ending.IsOverAsync(ticket.RoomId, ticket.SessionId, cancellationToken))
        {
            return Failures.SessionEnded;
        }

        var person = await participations.FindAsync(ticket.SessionId, ticket.ParticipantId, cancellationToken);
        if (person is null || person.TokenEpoch > ticket.TokenEpoch || person.ConnectionKey != ticket.ConnectionKey)
        {
            return Failures.Unauthorized(
                ProblemCodes.TicketInvalid, "The ticket no longer speaks for this participant. Join again with a token.");
        }

        // Only who was lost may come back; who left, was removed or replaced has to join.
        return person.LeftAt is null || person.Reason == LeaveReason.ConnectionLost
            ? person
            : Failures.Unauthorized(
                ProblemCodes.TicketInvalid, "This participation is over. Join again with a token.");
    }
}

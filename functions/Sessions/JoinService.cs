using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Lobby;
using Serverless.Functions.Moderation;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Storage;
using Serverless.Functions.Tokens;
using Serverless.Functions.Workers;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Sessions;

/// <summary>JN1 to JN4: from a verified token to a person with a transport.</summary>
internal sealed class JoinService(
    RoomStore rooms, Doorkeeper door, LobbyService lobby, SessionOpening sessions, ParticipationStore participations,
    Admission admission, WebhookOutbox outbox, ISecrets secrets, TimeProvider time)
{
    // A session can end between finding it and announcing oneself; the next turn opens a new one.
    private const int MaxTurns = 5;

    /// <param name="caller">A verified token.</param>
    /// <param name="roomId">The room, by any of its names.</param>
    /// <param name="request">What the person wants.</param>
    /// <param name="device">What they join with; null: not known.</param>
    /// <param name="clock">Gets the stages.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<Outcome<JoinResult>> JoinAsync(
        ApiCaller caller, string roomId, JoinRequest request, DeviceInfo? device, StageClock clock,
        CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(caller.TenantId, roomId, cancellationToken);
        if (room is null)
        {
            return Failures.RoomNotFound(roomId);
        }

        if ((RefuseEntry(caller, room) ?? await door.RefuseAsync(room.RoomId, caller, cancellationToken)) is { } refused)
        {
            return refused;
        }

        var form = JoinForm.Read(request, device, caller);
        if (form.Failed)
        {
            return form.Failure;
        }

        var rights = JoinRights.Decide(caller, room.StagePolicy, request.Mode, form.Value.Publish);
        if (rights.Failed)
        {
            return rights.Failure;
        }

        if (string.IsNullOrWhiteSpace(request.Offer) && rights.Value.Mode != ParticipantMode.SignallingOnly)
        {
            return MissingOffer;
        }

        clock.Mark("room");
        if (!caller.MayJoin)
        {
            var entry = await lobby.KnockAsync(
                room, caller, request.EntryId, form.Value.DisplayName, cancellationToken);
            if (entry.Failed)
            {
                return entry.Failure;
            }

            if (entry.Value is { State: not EntryState.Allowed } waiting)
            {
                return new JoinResult.Pending(
                    new JoinPendingResponse("waiting", LobbyService.RetryAfterSeconds, waiting.EntryId));
            }

            return await EnterWithEntryAsync(
                caller, room, request, form.Value, rights.Value, entry.Value, clock, cancellationToken);
        }

        return await EnterAsync(caller, room, request, form.Value, rights.Value, clock, cancellationToken);
    }

    public static Failure MissingOffer { get; } = new(
        400, ProblemCodes.OfferMissing, "Send an SDP offer, or join with the mode SIGNALLING_ONLY.");

    private static Failure? RefuseEntry(ApiCaller caller, Room room)
    {
        if (caller.RestOnly)
        {
            return Failures.Forbidden(ProblemCodes.RoleForbidden, "A token with the role crawler joins nothing.");
        }

        if (!caller.MayJoin && !caller.MayAsk)
        {
            return Failures.Forbidden(ProblemCodes.PermissionDenied, "The token needs allow_join or ask_join.");
        }

        if (caller.RefuseRoom(room) is { } refused)
        {
            return refused;
        }

        if (room.Disabled)
        {
            return Failures.Gone(ProblemCodes.RoomClosed, "The room is closed.");
        }

        return room.AllowedParticipantIds is { } allowed
            && (caller.ParticipantId is null || !allowed.Contains(caller.ParticipantId))
            ? Failures.Forbidden(ProblemCodes.ParticipantNotAllowed, "The room admits only the participants it names.")
            : null;
    }

    private async Task<Outcome<JoinResult>> EnterWithEntryAsync(
        ApiCaller caller, Room room, JoinRequest request, JoinForm form, JoinRights rights, LobbyEntry entry,
        StageClock clock, CancellationToken cancellationToken)
    {
        if (!await lobby.TakeAsync(room.RoomId, entry, cancellationToken))
        {
            return Failures.Forbidden(
                ProblemCodes.EntryDenied, "Somebody entered with this entry already. Ask again without an entryId.");
        }

        // Who enters has the name that the moderator saw.
        var seen = form with { DisplayName = entry.DisplayName };
        var entered = await EnterAsync(caller, room, request, seen, rights, clock, cancellationToken);
        // Whoever has to wait for a worker comes again with the same entry.
        if (entered is { Failed: true } or { Value: JoinResult.Pending })
        {
            await lobby.GiveBackAsync(room.RoomId, entry, CancellationToken.None);
        }

        return entered;
    }

    private async Task<Outcome<JoinResult>> EnterAsync(
        ApiCaller caller, Room room, JoinRequest request, JoinForm form, JoinRights rights, StageClock clock,
        CancellationToken cancellationToken)
    {
        Outcome<JoinResult> last = Failures.WorkerUnavailable;
        var epoch = 0;
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var occupancy = await sessions.EnsureAsync(room, cancellationToken);
            if (occupancy.Failed)
            {
                return occupancy.Failure == Failures.WorkerStarting
                    ? new JoinResult.Pending(new JoinPendingResponse("starting", ScaleEndpoints.RetryAfterSeconds))
                    : occupancy.Failure;
            }

            if (occupancy.Value.Epoch == epoch)
            {
                return last;
            }

            clock.Mark("session");
            epoch = occupancy.Value.Epoch;
            // JN3: only an id from a signed claim can be somebody else's; one made here is new.
            var known = caller.ParticipantId is { } id
                ? await participations.FindRowAsync(occupancy.Value.SessionId, id, cancellationToken)
                : null;
            var ticket = TicketFor(caller, room, occupancy.Value, form, rights, known?.Value);
            var entrant = new Entrant(
                occupancy.Value, ticket, form.Metadata, request.Offer, form.Publish, Resume: false);
            var admitted = await admission.AdmitAsync(entrant, clock, cancellationToken);
            if (admitted.Failed)
            {
                if (admitted.Failure == Failures.SessionEnded || Admission.MayHaveMoved(admitted.Failure))
                {
                    last = admitted.Failure;
                    continue;
                }

                return admitted.Failure;
            }

            if (await SettleAsync(caller, room, entrant, form.Device, known, cancellationToken) is { } failure)
            {
                return failure;
            }

            clock.Mark("settle");
            return new JoinResult.Joined(admitted.Value, ticket);
        }

        return last;
    }

    private Ticket TicketFor(
        ApiCaller caller, Room room, Occupancy occupancy, JoinForm form, JoinRights rights, Participation? known)
    {
        return new Ticket
        {
            IssuedAt = 0,
            ExpiresAt = 0,
            TenantId = caller.TenantId,
            RoomId = room.RoomId,
            SessionId = occupancy.SessionId,
            ParticipantId = caller.ParticipantId ?? $"g-{secrets.Letters(16)}",
            ConnectionKey = secrets.Key(),
            DisplayName = form.DisplayName,
            Mode = rights.Mode,
            Publish = rights.Publish,
            MayChat = true,
            MayModerate = caller.MayModerate,
            VideoCodecs = room.Codecs?.Video,
            TokenEpoch = known?.TokenEpoch ?? 0,
        };
    }

    /// <summary>
    /// The new transport stands: the person's older join ends, or this one does where the session was ended or the person
    /// removed meanwhile.
    /// </summary>
    private async Task<Failure?> SettleAsync(
        ApiCaller caller, Room room, Entrant entrant, DeviceInfo? device, Stored<Participation>? known,
        CancellationToken cancellationToken)
    {
        var ticket = entrant.Ticket;
        var older = await participations.TakeOverAsync(
            ticket.SessionId,
            new Participation
            {
                ParticipantId = ticket.ParticipantId,
                ConnectionKey = ticket.ConnectionKey,
                DisplayName = ticket.DisplayName,
                Mode = ticket.Mode,
                Metadata = entrant.Metadata,
                JoinedAt = time.GetUtcNow(),
                TokenEpoch = ticket.TokenEpoch,
                TokenId = caller.TokenId,
                Device = device,
                Trail = entrant.Occupancy.Trail ?? await outbox.TrailAsync(room.TenantId, room.Webhook, cancellationToken),
            },
            known,
            cancellationToken);
        if (older is { LeftAt: null })
        {
            await admission.CloseAsync(
                ticket.RoomId, entrant.Occupancy.WorkerId, older.ConnectionKey, LeaveReason.Duplicate,
                cancellationToken);
            await participations.WithdrawAsync(ticket.SessionId, older.ConnectionKey, cancellationToken);
        }

        var isLive = sessions.IsLiveAsync(ticket.RoomId, ticket.SessionId, cancellationToken);
        var refused = await door.RefuseAsync(ticket.RoomId, caller, cancellationToken);
        if (refused is not null)
        {
            await isLive;
            await participations.LeaveAsync(
                ticket.SessionId, ticket.ParticipantId, ticket.ConnectionKey, time.GetUtcNow(), LeaveReason.Removed,
                cancellationToken);
            await CloseAsync(entrant, LeaveReason.Removed, cancellationToken);
            return refused;
        }

        if (await isLive)
        {
            return null;
        }

        await CloseAsync(entrant, LeaveReason.SessionEnded, cancellationToken);
        return Failures.SessionEnded;
    }

    private Task CloseAsync(Entrant entrant, LeaveReason reason, CancellationToken cancellationToken) =>
        admission.CloseAsync(
            entrant.Ticket.RoomId, entrant.Occupancy.WorkerId, entrant.Ticket.ConnectionKey, reason, cancellationToken);
}

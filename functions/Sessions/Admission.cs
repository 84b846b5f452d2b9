using System.Text.Json;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.Telemetry;
using Serverless.Functions.Tokens;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Sessions;

/// <summary>The last stretch of join and resume: announce, ask the worker for a transport, answer with everything the client needs.</summary>
internal sealed class Admission(
    ParticipationStore participations, SessionOpening sessions, WorkerRegistry workers, WorkerClient client,
    TicketAuthority tickets, ParticipantAccess access, SocketClosing sockets)
{
    /// <param name="entrant">A verified person.</param>
    /// <param name="clock">Gets the stages announce, worker and finish.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<Outcome<JoinResponse>> AdmitAsync(
        Entrant entrant, StageClock clock, CancellationToken cancellationToken)
    {
        var (ticket, occupancy) = (entrant.Ticket, entrant.Occupancy);
        var stoodBefore = await participations.AnnounceAsync(
            ticket, entrant.Metadata, entrant.Resume, cancellationToken);
        if (!await sessions.IsLiveAsync(ticket.RoomId, ticket.SessionId, cancellationToken))
        {
            await WithdrawAsync(ticket);
            return Failures.SessionEnded;
        }

        clock.Mark("announce");
        var grant = tickets.Grant(ticket);
        var pubSub = await access.ForAsync(ticket, cancellationToken);
        var worker = await workers.FindAsync(occupancy.WorkerId, cancellationToken);
        var transport = pubSub.Failed || worker is null
            ? pubSub.Failure ?? Failures.WorkerUnavailable
            : await client.CreateTransportAsync(worker, RequestFor(entrant, grant), cancellationToken);
        if (transport.Failed)
        {
            // A resume that failed is tried again, and its person is still one of the room where that moves meanwhile.
            if (!stoodBefore)
            {
                await WithdrawAsync(ticket);
            }

            return transport.Failure;
        }

        clock.Mark("worker");
        clock.Include("worker", transport.Value.Timings);
        foreach (var stage in clock.Stages)
        {
            ControlPlaneMeter.MeasureJoinStage(stage.Stage, stage.Milliseconds);
        }

        return new JoinResponse
        {
            Participant = transport.Value.Participant,
            Session = new JoinedSession(ticket.SessionId, ticket.RoomId, occupancy.StartedAt),
            Answer = transport.Value.Answer,
            Pubsub = pubSub.Value!,
            Ticket = grant,
            Snapshot = transport.Value.Snapshot,
            Timings = clock.Stages,
        };
    }

    /// <summary>Ends one join at the worker; where that fails, the worker's own clock ends it.</summary>
    public async Task CloseAsync(
        string roomId, string workerId, string connectionKey, LeaveReason reason, CancellationToken cancellationToken)
    {
        if (await workers.FindAsync(workerId, cancellationToken) is { } worker)
        {
            await client.ControlAsync(
                worker, roomId, new CloseParticipantCommand(connectionKey, reason), cancellationToken);
        }

        sockets.ClosePerson(connectionKey);
    }

    /// <summary>The worker is gone, going, or no longer the room's: who asks again may find the room elsewhere.</summary>
    public static bool MayHaveMoved(Failure failure) =>
        failure.Code is ProblemCodes.WorkerUnavailable or ProblemCodes.StaleEpoch or ProblemCodes.NoCapacity;

    private static CreateTransportRequest RequestFor(Entrant entrant, TicketGrant grant) => new()
    {
        Ticket = grant.Token,
        Epoch = entrant.Occupancy.Epoch,
        Metadata = entrant.Metadata,
        Offer = entrant.Ticket.Mode == ParticipantMode.SignallingOnly ? null : entrant.Offer,
        Publish = entrant.Publish,
        Resume = entrant.Resume,
    };

    private Task WithdrawAsync(Ticket ticket) =>
        participations.WithdrawAsync(ticket.SessionId, ticket.ConnectionKey, CancellationToken.None);
}

/// <summary>A person about to get a transport.</summary>
internal sealed record Entrant(
    Occupancy Occupancy, Ticket Ticket, JsonElement? Metadata, string? Offer, IReadOnlyList<PublishSection> Publish,
    bool Resume);

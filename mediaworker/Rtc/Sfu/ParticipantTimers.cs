using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>What is due for each participant: feedback, reports, packets whose turn has come, and whether it is still there.</summary>
internal sealed class ParticipantTimers(
    MediaEngineConfig config, Registry registry, RoomBeat beat, IDatagramSink output, IMediaEngineEvents events)
{
    /// <summary>Who wants to run when.</summary>
    public DeadlineQueue Deadlines { get; } = new();

    public Instant Next => Deadlines.Next;

    public void HandleTimeout(Instant now)
    {
        while (Deadlines.TryTake(now, out var participant))
        {
            participant.Transport.HandleTimeout(now);
            Feedback.Send(now, participant, output);
            Reports.Send(now, participant, config, output);
            if (participant.Egress is { } egress && participant.Transport.CanSend(now))
            {
                egress.HandleTimeout(now, participant.Transport, output);
            }

            DivideBandwidth(now, participant);
            TellDemand(now, participant);
            Update(now, participant);
        }
    }

    /// <summary>Something came from the participant.</summary>
    public void Update(Instant now, Participant participant)
    {
        registry.UpdatePresence(now, participant);
        beat.Note(participant.Room);
        Schedule(now, participant);
    }

    public void DivideBandwidth(Instant now, Participant viewer)
    {
        if (viewer.Bandwidth is not { } bandwidth || !bandwidth.IsDue(now, viewer.Egress))
        {
            return;
        }

        bandwidth.Update(now, viewer);
        if (viewer.TakeNewHindrances())
        {
            events.SlotsChanged(viewer.Room.Id, viewer.Key, viewer.SlotStates());
        }
    }

    public static void Schedule(Instant now, Participant participant)
    {
        var transport = participant.Transport;
        var deadline = Instant.Min(transport.NextTimeout, participant.Presence.NextTimeout(transport.LastHeard));
        foreach (var publication in participant.Publications)
        {
            deadline = Instant.Min(deadline, publication.NextDemand);
        }

        if (transport.CanSend(now))
        {
            deadline = Instant.Min(deadline, Instant.Min(Feedback.NextTimeout(participant), participant.NextReport));
            deadline = Instant.Min(deadline, participant.Egress?.NextTimeout ?? Instant.Never);
            deadline = Instant.Min(deadline, participant.Bandwidth?.NextTimeout ?? Instant.Never);
        }

        participant.Wake(deadline);
    }

    private void TellDemand(Instant now, Participant publisher)
    {
        foreach (var publication in publisher.Publications)
        {
            if (publication.TryTakeWanted(now, out var wanted))
            {
                events.LayersWanted(publisher.Room.Id, publisher.Key, wanted);
            }
        }
    }
}

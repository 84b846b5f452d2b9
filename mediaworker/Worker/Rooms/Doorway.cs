using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Media;

namespace Serverless.Worker.Rooms;

/// <summary>Comings and goings. A resume puts a new join in the place of the old one, and nobody sees either (rule JN5).</summary>
internal sealed class Doorway(
    RoomContext context,
    Roster roster,
    RoomFeed feed,
    RoomOutbox outbox,
    MediaStatements statements,
    CommonCodecs codecs,
    PinDesk pins,
    Departures departures,
    SilenceWatch silence,
    QualityReporter quality)
{
    private readonly List<JoinUnderWay> _underWay = [];

    /// <summary>A join that is not known to have come to nothing is with the media plane.</summary>
    public bool AwaitsAnybody => _underWay.Exists(join => !join.Closed);

    public JoinUnderWay Begin(JoinCommand command)
    {
        var join = new JoinUnderWay(command);
        _underWay.Add(join);
        return join;
    }

    /// <summary>Joins of a key whose answer is not here yet; usually none or one.</summary>
    public IEnumerable<JoinUnderWay> UnderWay(string key) => _underWay.Where(join => join.Key == key);

    /// <summary>The media plane has answered; null answers for those without media.</summary>
    public JoinResult Finish(JoinUnderWay join, MediaAnswer? answer, Func<RoomSnapshot> snapshot)
    {
        _underWay.Remove(join);
        if (answer is MediaAnswer.Refused refused)
        {
            departures.TellIfEmpty();
            return new JoinResult.Refused(StatusOf(refused.Code), refused.Code, refused.Detail);
        }

        if (join.Closed)
        {
            context.Media.Leave(join.Key);
            departures.TellIfEmpty();
            return new JoinResult.Refused(409, ProblemCodes.SessionEnded, "The participation ended while it began.");
        }

        var accepted = answer as MediaAnswer.Accepted;
        var member = Admit(join, accepted);
        var response = new CreateTransportResponse(
            member.Participant, snapshot() with { Slots = member.Slots }, [], accepted?.Sdp);
        return new JoinResult.Joined(response);
    }

    /// <param name="member">Who goes.</param>
    /// <param name="reason">Why.</param>
    /// <param name="tell">Whether it does not know yet.</param>
    public void Exit(Member member, LeaveReason reason, bool tell)
    {
        feed.Add(roster.Remove(member, reason), roster.Audience);
        if (tell)
        {
            outbox.To(member.Key, new ClosedMessage(reason));
        }

        Forget(member, reason);
    }

    /// <summary>Functions put somebody out who is here, is about to be, or both; an unknown key is no error.</summary>
    public void PutOut(string key, LeaveReason reason)
    {
        foreach (var join in UnderWay(key))
        {
            join.Closed = true;
        }

        if (roster.Find(key) is { } member)
        {
            Exit(member, reason, tell: true);
        }
    }

    /// <summary>Nobody comes in any more, not even who has begun to.</summary>
    public void Close() => _underWay.ForEach(join => join.Closed = true);

    private static int StatusOf(string code) => code switch
    {
        ProblemCodes.NoCapacity => 503,
        ProblemCodes.Internal => 500,
        _ => 400,
    };

    private Member Admit(JoinUnderWay join, MediaAnswer.Accepted? accepted)
    {
        var (ticket, request) = join.Command;
        var previous = roster.Find(ticket.ConnectionKey) ??
            (request.Resume ? roster.FindParticipant(ticket.ParticipantId) : null);
        var member = new Member(ticket, ParticipantOf(join, previous), previous?.Budget ?? new SenderBudget())
        {
            LastHeard = context.Now,
            TalliedAt = context.Now,
            Slots = join.Slots ?? accepted?.Slots ?? [],
            Watch = previous?.Watch,
            Decodes = accepted?.Decodes,
        };

        if (previous?.Key == member.Key)
        {
            // Until the new transport is up, the old one counts.
            (member.Tally, member.TalliedAt) = (previous.Tally, previous.TalliedAt);
        }

        feed.Add(roster.Admit(member), roster.Audience);
        if (previous is not null && previous.Key != member.Key)
        {
            roster.Remove(previous, LeaveReason.Duplicate);
            Forget(previous, LeaveReason.Duplicate);
        }

        if (member.HasMedia)
        {
            // On a resume this carries over what was muted, and what is watched (rule WA7).
            context.Media.SetTracks(member.Key, member.Participant.Tracks);
            if (member.Watch is { } watch)
            {
                context.Media.Watch(member.Key, watch);
            }

            pins.Repeat();
        }

        foreach (var track in join.Layers.Values)
        {
            statements.LayersWanted(member, track);
        }

        codecs.Changed();
        silence.Watch(member);
        return member;
    }

    private Participant ParticipantOf(JoinUnderWay join, Member? previous)
    {
        var (ticket, request) = join.Command;
        var before = previous?.Participant;
        return new Participant
        {
            ParticipantId = ticket.ParticipantId,
            DisplayName = ticket.DisplayName,
            Mode = ticket.Mode,
            Metadata = request.Metadata ?? before?.Metadata,
            Connection = ticket.Mode == ParticipantMode.SignallingOnly || join.Connected
                ? ConnectionState.Connected
                : before?.Connection ?? ConnectionState.Connecting,
            Tracks = TracksOf(ticket, request, before),
            JoinedAt = before?.JoinedAt ?? context.UtcNow,
        };
    }

    /// <summary>What the offer announces is live until the participant says otherwise; what it said before a resume still holds.</summary>
    private static TrackState[] TracksOf(Ticket ticket, CreateTransportRequest request, Participant? before) =>
        [.. request.Publish
            .Select(section => section.Source)
            .Distinct()
            .Where(ticket.Publish.Contains)
            .Select(source => before?.Tracks.FirstOrDefault(track => track.Source == source)
                ?? new TrackState(source, TrackActivity.Live))];

    private void Forget(Member member, LeaveReason reason)
    {
        codecs.Changed();
        if (member.HasMedia)
        {
            quality.Leaves(member);
            context.Media.Leave(member.Key);
        }

        departures.Add(member, reason);
    }
}

using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// A room's media on this shard: who of its participants is here, what plays where, and the fan-out of a batch. Who publishes on
/// another shard is known by replicas (<see cref="ShardCrossing"/>), which are fanned out as any publication.
/// </summary>
internal sealed class Room
{
    private readonly LiveTracks _live = new();
    private readonly PictureAssigner _pictures;
    private readonly List<Publication> _arrived = [];
    private readonly List<IPublisher> _publishers = [];
    private readonly TrackNumbers _numbers;
    private readonly Endings _endings = new();
    private AssignmentPace _pace;
    private bool _isAssignmentDue;

    /// <param name="id">The same on all shards.</param>
    /// <param name="numbers">For what is published here; null where there is only this room.</param>
    public Room(string id, TrackNumbers? numbers = null)
    {
        Id = id;
        _numbers = numbers ?? new TrackNumbers();
        _pictures = new PictureAssigner(_live);
    }

    public string Id { get; }

    /// <summary>Which time it is that the room is on this shard.</summary>
    public long Opening { get; set; }

    /// <summary>Those whose transport is here, in the order they came.</summary>
    public List<Participant> Participants { get; } = [];

    /// <summary>Those of other shards who publish.</summary>
    public List<RemotePublisher> RemotePublishers { get; } = [];

    /// <summary>The other shards that have participants.</summary>
    public RoomPeers Peers { get; } = new();

    /// <summary>Which of the room's sounds are heard.</summary>
    public VoiceRanking Voices { get; } = new();

    /// <summary>What a moderator pinned for everybody; it need not be here.</summary>
    public TrackName? Pinned { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextTimeout => Instant.Min(_isAssignmentDue ? _pace.Next : Instant.Never, _endings.Next);

    /// <summary>Packets wait for <see cref="Forward"/>.</summary>
    public bool HasArrivals => _arrived.Count > 0;

    public uint NextNumber() => _numbers.Next();

    /// <summary>True if slots may change.</summary>
    public bool TryPin(TrackName? track)
    {
        var before = Pinned;
        Pinned = track;
        return track != before;
    }

    public void Remove(Instant now, Participant participant)
    {
        Participants.Remove(participant);
        participant.Slots.ForEach(slot => slot.Play(null));
        Peers.TellGone(participant);
        participant.Publications.ForEach(publication => End(now, publication));
    }

    /// <summary>The publication is over.</summary>
    public void End(Instant now, Publication publication)
    {
        publication.ClearBatch();
        _arrived.Remove(publication);
        _endings.Add(now, publication);
    }

    /// <summary>The publication has its first packet in the batch.</summary>
    public void NoteArrival(Publication publication) => _arrived.Add(publication);

    /// <summary>
    /// A track came, went or fell silent: gives slots to tracks, at once or, in a crowd, by <see cref="NextTimeout"/>.
    /// </summary>
    public void AssignSlots(Instant now, IMediaEngineEvents events)
    {
        _isAssignmentDue = true;
        AssignWhatIsDue(now, events);
    }

    /// <summary>Does what is due by now.</summary>
    public void HandleTimeout(Instant now, IMediaEngineEvents events)
    {
        _endings.Release(now);
        AssignWhatIsDue(now, events);
    }

    /// <summary>A viewer came or wants to see others, which changes nothing for anybody else.</summary>
    public void AssignSlots(Instant now, Participant viewer, IMediaEngineEvents events)
    {
        var changed = _pictures.Assign(viewer, SpeakerFor(viewer), Pinned);
        changed |= SoundAssigner.Assign(now, viewer, _live, Voices);
        viewer.Bandwidth?.Update(now, viewer);
        changed |= viewer.TakeNewHindrances();
        Announce(now, viewer, changed, events);
    }

    /// <summary>
    /// Lets the slots follow what is said. Called in a steady beat with thousands of viewers, so nobody is looked at closer than
    /// the change of the programme demands.
    /// </summary>
    public void FollowVoices(Instant now, IMediaEngineEvents events)
    {
        var lead = Voices.Lead;
        Voices.Update(now);
        foreach (var viewer in Participants)
        {
            if (Voices.Lead != lead)
            {
                AssignSlots(now, viewer, events);
            }
            else
            {
                Announce(now, viewer, SoundAssigner.Follow(now, viewer, _live, Voices), events);
            }
        }
    }

    /// <summary>Sends what publishers here brought to the other shards that have the room.</summary>
    public void Cross(DropCounters drops)
    {
        if (Peers.IsEmpty)
        {
            return;
        }

        foreach (var publication in _arrived)
        {
            if (publication.Publisher.IsHere)
            {
                Peers.Cross(publication, drops);
            }
        }
    }

    /// <summary>
    /// Sends the batch to all viewers: viewer by viewer, so that the packets of one viewer stand next to each other and can
    /// leave the socket as one message, and each viewer's keys are fetched into the cache once.
    /// </summary>
    public void Forward(Instant now, IDatagramSink output, DropCounters drops)
    {
        foreach (var viewer in Participants)
        {
            foreach (var slot in viewer.Slots)
            {
                if (slot.Source is { HasArrivals: true } source)
                {
                    Play(now, viewer, slot, source, output, drops);
                }
            }
        }

        foreach (var publication in _arrived)
        {
            publication.ClearBatch();
        }

        _arrived.Clear();
    }

    /// <summary>Whose picture a viewer should see: one who leads sees the speaker before.</summary>
    private Publication? SpeakerFor(Participant viewer) =>
        _live.Camera(Voices.Lead?.Owner == viewer.ParticipantId ? Voices.PreviousDominant : Voices.Lead);

    private void AssignWhatIsDue(Instant now, IMediaEngineEvents events)
    {
        if (!_isAssignmentDue || !_pace.TryTake(now))
        {
            return;
        }

        _isAssignmentDue = false;
        CollectLive();
        Voices.Update(now);
        foreach (var viewer in Participants)
        {
            AssignSlots(now, viewer, events);
        }
    }

    private void CollectLive()
    {
        _live.Clear();
        _publishers.Clear();
        foreach (var participant in Participants)
        {
            if (participant.Publications.Count > 0)
            {
                _publishers.Add(participant);
            }
        }

        if (RemotePublishers.Count > 0)
        {
            // In the order they came, on whichever shard, so that viewers of all shards see the same ones first.
            _publishers.AddRange(RemotePublishers);
            _publishers.Sort(static (left, right) =>
                left.Since == right.Since ? left.Number.CompareTo(right.Number) : left.Since.CompareTo(right.Since));
        }

        foreach (var publisher in _publishers)
        {
            if (publisher.IsConnected)
            {
                publisher.Publications.ForEach(_live.AddIfLive);
            }
        }

        _live.CastVoices(Pinned);
        Voices.Keep(_live.Voices);
    }

    private void Announce(Instant now, Participant viewer, bool changed, IMediaEngineEvents events)
    {
        if (!changed)
        {
            return;
        }

        if (viewer.IsConnected)
        {
            viewer.FollowLayers(now);
        }

        events.SlotsChanged(Id, viewer.Key, viewer.SlotStates());
    }

    private static void Play(
        Instant now, Participant viewer, Slot slot, Publication source, IDatagramSink output, DropCounters drops)
    {
        if (!viewer.Transport.CanSend(now))
        {
            drops.Add(DropReason.NoConsent);
            slot.Tally.CountDrop(DropReason.NoConsent);
            return;
        }

        // What plays comes first, so that a switch within the batch cuts off as little of it as can be.
        var playing = slot.Playing;
        if (playing is not null)
        {
            Play(now, viewer, slot, playing, output, drops);
        }

        foreach (var layer in source.Layers)
        {
            if (layer != playing && slot.Awaits(now, layer))
            {
                Play(now, viewer, slot, layer, output, drops);
            }
        }

        // The key frame that was asked for may have come before the viewer could receive it.
        slot.Follow(now);
        if (viewer.Egress is { } egress)
        {
            viewer.Wake(egress.NextTimeout);
        }
    }

    private static void Play(
        Instant now, Participant viewer, Slot slot, Layer layer, IDatagramSink output, DropCounters drops)
    {
        foreach (var sequence in layer.Batch)
        {
            slot.Forward(now, layer, sequence, viewer.Transport, output, drops);
        }
    }
}

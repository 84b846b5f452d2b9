using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>A room's media on this shard: who is in it, what plays where, and the fan-out of a batch.</summary>
internal sealed class Room(string id)
{
    private readonly List<Publication> _live = [];
    private readonly List<Publication> _arrived = [];
    private readonly List<VoiceSource> _voices = [];
    private uint _lastNumber;

    public string Id { get; } = id;

    /// <summary>In the order they came.</summary>
    public List<Participant> Participants { get; } = [];

    /// <summary>Which of the room's sounds are heard.</summary>
    public VoiceRanking Voices { get; } = new();

    /// <summary>Packets wait for <see cref="Forward"/>.</summary>
    public bool HasArrivals => _arrived.Count > 0;

    public uint NextNumber() => ++_lastNumber;

    public void Remove(Participant participant)
    {
        Participants.Remove(participant);
        foreach (var publication in participant.Publications)
        {
            publication.Batch.Clear();
            _arrived.Remove(publication);
        }
    }

    /// <summary>The publication has packets in its batch.</summary>
    public void NoteArrival(Publication publication)
    {
        if (publication.Batch.Count == 1)
        {
            _arrived.Add(publication);
        }
    }

    /// <summary>Gives slots to tracks after a track came, went, or fell silent.</summary>
    public void AssignSlots(Instant now, IMediaEngineEvents events)
    {
        CollectLive();
        Voices.Update(now);
        foreach (var viewer in Participants)
        {
            AssignLive(now, viewer, events);
        }
    }

    /// <summary>A viewer came, which changes nothing for the others.</summary>
    public void AssignSlots(Instant now, Participant viewer, IMediaEngineEvents events)
    {
        CollectLive();
        AssignLive(now, viewer, events);
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
            var changed = SlotAssigner.FollowAudio(now, viewer, _live, Voices);
            if (Voices.Lead != lead)
            {
                changed |= SlotAssigner.ShowLead(viewer, _live, Voices.Lead);
            }

            Announce(viewer, changed, events);
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
                if (slot.Source is { Batch.Count: > 0 } source)
                {
                    Play(now, viewer, slot, source.Batch, output, drops);
                }
            }
        }

        foreach (var publication in _arrived)
        {
            publication.Batch.Clear();
        }

        _arrived.Clear();
    }

    private void CollectLive()
    {
        _live.Clear();
        foreach (var participant in Participants)
        {
            if (participant.IsConnected)
            {
                foreach (var publication in participant.Publications)
                {
                    if (publication.IsLive)
                    {
                        _live.Add(publication);
                    }
                }
            }
        }

        _voices.RemoveAll(voice =>
        {
            var isGone = !_live.Exists(publication => publication.Voice == voice);
            if (isGone)
            {
                Voices.Remove(voice);
            }

            return isGone;
        });
        foreach (var publication in _live)
        {
            if (publication.Voice is { } voice && !_voices.Contains(voice))
            {
                _voices.Add(voice);
                Voices.Add(voice);
            }
        }
    }

    private void AssignLive(Instant now, Participant viewer, IMediaEngineEvents events)
    {
        var changed = SlotAssigner.AssignVideo(viewer, _live, Voices.Lead);
        changed |= SlotAssigner.AssignAudio(now, viewer, _live, Voices);
        Announce(viewer, changed, events);
    }

    private void Announce(Participant viewer, bool changed, IMediaEngineEvents events)
    {
        if (!changed)
        {
            return;
        }

        if (viewer.IsConnected)
        {
            viewer.AskForKeyFrames();
        }

        events.SlotsChanged(Id, viewer.Key, viewer.SlotStates());
    }

    private static void Play(
        Instant now, Participant viewer, Slot slot, List<int> batch, IDatagramSink output, DropCounters drops)
    {
        if (!viewer.Transport.CanSend(now))
        {
            drops.Add(DropReason.NoConsent, batch.Count);
            slot.Tally.CountDrop(DropReason.NoConsent, batch.Count);
            return;
        }

        foreach (var index in batch)
        {
            slot.Forward(now, index, viewer.Transport, output, drops);
        }

        // The key frame that was asked for may have come before the viewer could receive it.
        slot.AskForKeyFrame();
        if (viewer.Egress is { } egress)
        {
            viewer.Wake(egress.NextTimeout);
        }
    }
}

using Serverless.Rtc.Loss;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>One participant's media: its transport, what it publishes, and its slots.</summary>
internal sealed class Participant(
    Instant now, string key, string participantId, Room room, Transport transport, DeadlineQueue deadlines)
    : IPublisher
{
    /// <summary>
    /// Slots that a later offer made inactive. They keep their place in their streams: begun anew under the same SSRC and
    /// key, a stream would use nonces twice.
    /// </summary>
    private readonly List<Slot> _resting = [];

    /// <summary>Names the participation; unguessable.</summary>
    public string Key { get; } = key;

    /// <summary>Names the person to others.</summary>
    public string ParticipantId { get; } = participantId;

    public Room Room { get; } = room;

    public Instant Since { get; } = now;

    /// <summary>No two on all shards have the same.</summary>
    public uint Number { get; init; }

    public bool IsHere => true;

    public Transport Transport { get; } = transport;

    public Presence Presence { get; } = new(now);

    public List<Publication> Publications { get; } = [];

    public List<Slot> Slots { get; } = [];

    /// <summary>Null without video slots, and for a client that does not tell how its path fares.</summary>
    public Egress? Egress { get; private set; }

    /// <summary>In which quality its slots show their pictures; null without video slots.</summary>
    public ViewerBandwidth? Bandwidth { get; private set; }

    /// <summary>What it wants to see.</summary>
    public WatchList Wishes { get; set; } = WatchList.Everything;

    /// <summary>What its audio slots play; null without any.</summary>
    public AudioSlotMap? Audio { get; set; }

    /// <summary>Id of the transport-wide sequence number, the same in all sections of a bundle; 0 without it.</summary>
    public byte TransportCc { get; private set; }

    /// <summary>Transport-wide arrivals of what it publishes, for its bandwidth estimate.</summary>
    public TwccRecorder Arrivals { get; } = new(TimeSpan.FromMilliseconds(50));

    /// <summary>The transport that this one takes the place of, until it is connected (make before break).</summary>
    public Participant? Replaces { get; set; }

    /// <summary>Addresses that valid checks came from.</summary>
    public List<UdpAddress> Addresses { get; } = [];

    /// <summary>Sender of our feedback packets.</summary>
    public uint FeedbackSsrc { get; init; }

    /// <summary>From receiver reports, and from what a publisher returns of our reference time; null before the first.</summary>
    public TimeSpan? MeasuredRoundTrip { get; set; }

    /// <summary>Before it is measured, a guess that repairs neither too early nor too late.</summary>
    public TimeSpan RoundTrip => MeasuredRoundTrip ?? TimeSpan.FromMilliseconds(100);

    /// <summary>Requests for key frames that went to it.</summary>
    public long KeyFrameRequests { get; set; }

    /// <summary>Relation of the publisher's wall clock to ours.</summary>
    public ClockOffset Clock { get; } = new();

    /// <summary>When sender and receiver reports go out next.</summary>
    public Instant NextReport { get; set; }

    /// <summary>Its datagrams in the <see cref="HandshakeQueue"/>.</summary>
    public int HandshakesWaiting { get; set; }

    /// <summary>The entry of the <see cref="DeadlineQueue"/> that counts.</summary>
    public Instant QueuedFor { get; set; } = Instant.Never;

    /// <summary>Set when the engine let go of it: nothing is scheduled any more.</summary>
    public bool IsForgotten { get; set; }

    public bool IsConnected => Presence.State == PresenceState.Connected;

    /// <summary>Wants to run by then.</summary>
    public void Wake(Instant at)
    {
        if (!IsForgotten)
        {
            deadlines.Schedule(this, at);
        }
    }

    /// <summary>For slots that have a source but no picture yet. Only once pictures can reach the viewer: others would be wasted.</summary>
    public void FollowLayers(Instant now)
    {
        foreach (var slot in Slots)
        {
            slot.Follow(now);
        }
    }

    /// <summary>True if something keeps another slot than before from showing its track.</summary>
    public bool TakeNewHindrances()
    {
        var changed = false;
        foreach (var slot in Slots)
        {
            changed |= slot.TakeNewHindrance();
        }

        return changed;
    }

    /// <summary>About once a second.</summary>
    public void LookAtRates(Instant now)
    {
        Transport.Look(now);
        foreach (var slot in Slots)
        {
            slot.Tally.Look(now);
        }
    }

    /// <summary>Packets sent again to it, by slots that rest included.</summary>
    public long Repairs => Slots.Sum(slot => slot.Tally.Repairs) + _resting.Sum(slot => slot.Tally.Repairs);

    public IReadOnlyList<SlotState> SlotStates() => Slots.ConvertAll(slot => slot.State);

    /// <summary>Takes over the outcome of an offer. Sections that were there before keep their streams.</summary>
    public void Negotiate(
        Instant now, Negotiated negotiated, IReadOnlyDictionary<string, MediaSource> sources, RandomBytes random, DropCounters drops)
    {
        foreach (var section in negotiated.Sections)
        {
            switch (section)
            {
                case ReceiveSection receive when sources.TryGetValue(receive.Mid, out var source):
                    NegotiatePublication(receive, source);
                    break;
                case SendSection send:
                    NegotiateSlot(send, random);
                    break;
            }
        }

        TransportCc = negotiated.Sections.OfType<ReceiveSection>()
            .Select(section => section.Extensions.TransportCc)
            .FirstOrDefault(id => id != 0);

        var ended = Publications.FindAll(publication => !Carries<ReceiveSection>(negotiated, publication.Section.Mid));
        ended.ForEach(publication => Room.End(now, publication));
        Publications.RemoveAll(ended.Contains);
        var inactive = Slots.FindAll(slot => !Carries<SendSection>(negotiated, slot.Section.Mid));
        inactive.ForEach(slot => slot.Play(null));
        _resting.AddRange(inactive);
        Slots.RemoveAll(inactive.Contains);
        NegotiateEgress(random, drops);
        var audioSlots = Math.Min(Slots.Count(slot => slot.Section.Kind == MediaKind.Audio), VoiceRanking.SlotCount);
        if (audioSlots != (Audio?.Count ?? 0))
        {
            Audio = audioSlots == 0 ? null : new AudioSlotMap(audioSlots);
        }
    }

    private void NegotiateSlot(SendSection section, RandomBytes random)
    {
        var slot = Slots.Find(slot => slot.Ssrc == section.Slot.Ssrc);
        if (slot is null)
        {
            slot = _resting.Find(slot => slot.Ssrc == section.Slot.Ssrc) ?? new Slot(section, random);
            _resting.Remove(slot);
            Slots.Add(slot);
        }

        slot.Renegotiate(section);
    }

    /// <summary>Sound goes the way of the pictures; alone, it needs none of this.</summary>
    private void NegotiateEgress(RandomBytes random, DropCounters drops)
    {
        Bandwidth ??= Slots.Exists(static slot => slot.Section.Kind == MediaKind.Video) ? new ViewerBandwidth() : null;
        if (Egress is null && Slots.Exists(static slot => slot.Section.Kind == MediaKind.Video && slot.TellsOfItsPath))
        {
            Span<byte> first = stackalloc byte[2];
            random(first);
            Egress = new Egress(new RtpSeq(BitConverter.ToUInt16(first)), drops);
        }

        if (Egress is { } egress)
        {
            Slots.ForEach(egress.Add);
        }
    }

    private void NegotiatePublication(ReceiveSection section, MediaSource source)
    {
        if (Publications.Find(publication => publication.Section.Mid == section.Mid) is not { } known)
        {
            Publications.Add(new Publication(this, section, source, Room.NextNumber()));
        }
        else if (!known.TryRenegotiate(section, source))
        {
            Succeed(known, section, source);
        }
    }

    private Publication Succeed(Publication before, ReceiveSection section, MediaSource source)
    {
        var after = new Publication(this, section, source, Room.NextNumber());
        after.Succeed(before);
        Publications[Publications.IndexOf(before)] = after;
        return after;
    }

    private static bool Carries<TSection>(Negotiated negotiated, string mid)
        where TSection : NegotiatedSection =>
        negotiated.Sections.Any(section => section is TSection && section.Mid == mid);
}

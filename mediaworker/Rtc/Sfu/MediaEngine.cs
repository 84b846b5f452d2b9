using Serverless.Rtc.Dtls;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// All media of one UDP port. The owner calls from one thread: any number of <see cref="HandleDatagram"/> for a batch, and
/// <see cref="HandleNeighbours"/>, then <see cref="EndBatch"/>; <see cref="HandleTimeout"/> when <see cref="NextDeadline"/> has come; commands in between.
/// </summary>
public sealed class MediaEngine : IDisposable
{
    private readonly MediaEngineConfig _config;
    private readonly IDatagramSink _output;
    private readonly IMediaEngineEvents _events;
    private readonly RandomBytes _random;
    private readonly Registry _registry;
    private readonly ShardCrossing _crossing;
    private readonly List<Room> _arrived = [];
    private readonly List<Room> _changed = [];
    private readonly HandshakeQueue _handshakes = new();
    private readonly RoomBeat _beat;
    private readonly ParticipantTimers _timers;
    private readonly Admission _admission;

    public MediaEngine(
        MediaEngineConfig config,
        IDtlsEngineFactory dtls,
        ISrtpCipherFactory ciphers,
        IDatagramSink output,
        IMediaEngineEvents events,
        RandomBytes random)
    {
        _config = config;
        _output = output;
        _events = events;
        _random = random;
        _crossing = new ShardCrossing(config.Neighbours);
        _registry = new Registry(
            events, Drops, new TrackNumbers(config.Shard, config.Neighbours.Count + 1), _crossing);
        _beat = new RoomBeat(_registry, events);
        _timers = new ParticipantTimers(config, _registry, _beat, output, events);
        _admission = new Admission(config, dtls, ciphers, output, random, _timers.Deadlines, Drops);
    }

    public DropCounters Drops { get; } = new();

    public int ParticipantCount => _registry.Count;

    public Instant NextDeadline => _handshakes.IsEmpty
        ? Instant.Min(_crossing.NextDeadline, Instant.Min(_timers.Next, _beat.Next))
        : default;

    /// <returns>The participant's slots.</returns>
    public IReadOnlyList<SlotState> Attach(Instant now, ParticipantSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var room = _registry.Open(setup.RoomId);
        var participant = _admission.Admit(now, setup, room);
        participant.Negotiate(now, setup.Negotiated, setup.Sources, _random, Drops);
        _registry.Add(now, participant, setup.Local.Ufrag);
        room.Peers.Tell(participant);
        room.AssignSlots(now, participant, _events);
        ParticipantTimers.Schedule(now, participant);
        _crossing.Flush(now);
        return participant.SlotStates();
    }

    /// <summary>A new answer on the transport that is there. False when the key is unknown.</summary>
    public bool Renegotiate(
        Instant now, string key, IceCredentials local, Negotiated negotiated, IReadOnlyDictionary<string, MediaSource> sources)
    {
        ArgumentNullException.ThrowIfNull(negotiated);
        ArgumentNullException.ThrowIfNull(local);
        if (_registry.Find(key) is not { } participant)
        {
            return false;
        }

        if (participant.Transport.LocalUfrag != local.Ufrag)
        {
            _registry.Transports.ForgetUfrag(participant);
            participant.Transport.RestartIce(local, new IceCredentials(negotiated.RemoteUfrag, negotiated.RemotePwd));
            _registry.Transports.Add(local.Ufrag, participant);
        }

        participant.Negotiate(now, negotiated, sources, _random, Drops);
        participant.Room.Peers.Tell(participant);
        _beat.AssignSlots(now, participant.Room);
        ParticipantTimers.Schedule(now, participant);
        _crossing.Flush(now);
        return true;
    }

    /// <summary>The participant's slots; none when the key is unknown.</summary>
    public IReadOnlyList<SlotState> Slots(string key) =>
        _registry.Find(key)?.SlotStates() ?? [];

    /// <summary>What the participant sends and gets; null when the key is unknown.</summary>
    public ParticipantSnapshot? Stats(Instant now, string key) =>
        _registry.Find(key) is { } participant ? SnapshotReader.Read(now, participant) : null;

    /// <summary>How much went from and to each of them; those who are unknown are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, ParticipantTally>> Tally(IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var tallies = new List<KeyValuePair<string, ParticipantTally>>(keys.Count);
        foreach (var key in keys)
        {
            if (_registry.Find(key) is { } participant)
            {
                tallies.Add(new(key, TallyReader.Read(participant)));
            }
        }

        return tallies;
    }

    /// <summary>What the engine as a whole did.</summary>
    public EngineSnapshot Totals() => _registry.Totals.Take(_config.Shard, _registry.Rooms, Drops);

    /// <summary>Its video slots, which take targets; none when the key is unknown.</summary>
    internal IReadOnlyList<Slot> VideoSlots(string key) =>
        _registry.Find(key)?.Slots.FindAll(slot => slot.Section.Kind == MediaKind.Video) ?? [];

    /// <summary>Which sources are live; the others leave the slots. An unknown key is no error.</summary>
    public void SetTracks(Instant now, string key, IReadOnlyCollection<MediaSource> live)
    {
        ArgumentNullException.ThrowIfNull(live);
        for (var participant = _registry.Find(key); participant is not null; participant = participant.Replaces)
        {
            foreach (var publication in participant.Publications)
            {
                publication.Declare(live.Contains(publication.Source));
            }

            participant.Room.Peers.Tell(participant);
            _beat.AssignSlots(now, participant.Room);
        }

        _crossing.Flush(now);
    }

    /// <summary>What the participant wants to see from now on. An unknown key is no error.</summary>
    public void Watch(Instant now, string key, WatchList wishes)
    {
        ArgumentNullException.ThrowIfNull(wishes);
        for (var participant = _registry.Find(key); participant is not null; participant = participant.Replaces)
        {
            participant.Wishes = wishes;
            participant.Room.AssignSlots(now, participant, _events);
        }

        _crossing.Flush(now);
    }

    /// <summary>What everybody in the room shall see, whatever else they want; null: nothing any more. An unknown room is no error.</summary>
    public void Pin(Instant now, string roomId, TrackName? track)
    {
        if (_registry.FindRoom(roomId) is { } room && room.TryPin(track))
        {
            room.Peers.TellPinned(roomId, track);
            _beat.AssignSlots(now, room);
            _crossing.Flush(now);
        }
    }

    /// <summary>Ends a participation and says good-bye to its peer. An unknown key is no error.</summary>
    public void Detach(Instant now, string key)
    {
        if (_registry.Find(key) is { } participant)
        {
            for (var old = participant; old is not null; old = old.Replaces)
            {
                old.Transport.Close();
            }

            _registry.Remove(now, participant);
            _beat.Note(participant.Room);
            _crossing.Flush(now);
        }
    }

    /// <summary>Takes one datagram of a batch. It is decrypted in place.</summary>
    public void HandleDatagram(Instant now, UdpAddress from, Span<byte> datagram)
    {
        if (!_registry.Transports.TryFind(from, datagram, out var participant))
        {
            return;
        }

        if (Demux.Classify(datagram) != PacketKind.Dtls)
        {
            Handle(now, participant, from, datagram);
        }
        else if (!_handshakes.TryAdd(participant, from, datagram))
        {
            Drops.Add(DropReason.HandshakesFull);
        }
    }

    /// <summary>Takes a batch of what other engines sent.</summary>
    public void HandleNeighbours(Instant now)
    {
        _crossing.Take(now, _arrived, _changed);
        foreach (var room in _changed)
        {
            _beat.Changed(now, room);
        }

        _changed.Clear();
    }

    /// <summary>Forwards what the batch brought.</summary>
    public void EndBatch(Instant now)
    {
        // To the other engines first, so that they work while this one does.
        foreach (var room in _arrived)
        {
            room.Cross(Drops);
        }

        _crossing.Flush(now);
        foreach (var room in _arrived)
        {
            room.Forward(now, _output, Drops);
        }

        _arrived.Clear();
        RunHandshakes(now);
        _crossing.Flush(now);
    }

    public void HandleTimeout(Instant now)
    {
        HandleNeighbours(now);
        EndBatch(now);
        _beat.HandleTimeout(now);
        _timers.HandleTimeout(now);
        _crossing.Flush(now);
    }

    public void Dispose() => _registry.Close();

    private void Handle(Instant now, Participant participant, UdpAddress from, Span<byte> datagram)
    {
        switch (participant.Transport.HandleDatagram(now, from, datagram, out var length))
        {
            case Arrival.NewAddress:
                _registry.Transports.Learn(from, participant);
                break;
            case Arrival.Rtp:
                HandleRtp(now, participant, datagram[..length]);
                break;
            case Arrival.Rtcp:
                RtcpIntake.Handle(now, participant, datagram[..length], _config, _output, Drops);
                _timers.DivideBandwidth(now, participant);
                break;
            case Arrival.Nothing:
                break;
        }

        _timers.Update(now, participant);
    }

    private void RunHandshakes(Instant now)
    {
        for (var turn = 0; turn < HandshakeQueue.PerTurn && _handshakes.TryTake(out var next); turn++)
        {
            Handle(now, next.Participant, next.From, next.Datagram);
            HandshakeQueue.Return(next);
        }
    }

    private void HandleRtp(Instant now, Participant participant, ReadOnlySpan<byte> packet)
    {
        var room = participant.Room;
        var hadArrivals = room.HasArrivals;
        if (Ingress.Handle(now, participant, packet, Drops) is not null)
        {
            _beat.Changed(now, room);
        }

        if (!hadArrivals && room.HasArrivals)
        {
            _arrived.Add(room);
        }
    }
}

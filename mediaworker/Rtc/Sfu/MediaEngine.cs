using Serverless.Rtc.Dtls;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// All media of one UDP port. The owner calls from one thread: any number of <see cref="HandleDatagram"/> for a batch, then
/// <see cref="EndBatch"/>; <see cref="HandleTimeout"/> when <see cref="NextDeadline"/> has come; commands in between.
/// </summary>
public sealed class MediaEngine : IDisposable
{
    private readonly MediaEngineConfig _config;
    private readonly IDtlsEngineFactory _dtls;
    private readonly ISrtpCipherFactory _ciphers;
    private readonly IDatagramSink _output;
    private readonly IMediaEngineEvents _events;
    private readonly RandomBytes _random;
    private readonly Dictionary<string, Room> _rooms = [];
    private readonly Dictionary<string, Participant> _byKey = [];
    private readonly TransportTable _transports;
    private readonly List<Room> _arrived = [];
    private readonly DeadlineQueue _deadlines = new();
    private readonly HandshakeQueue _handshakes = new();
    private Instant _nextVoices = Instant.Never;

    public MediaEngine(
        MediaEngineConfig config,
        IDtlsEngineFactory dtls,
        ISrtpCipherFactory ciphers,
        IDatagramSink output,
        IMediaEngineEvents events,
        RandomBytes random)
    {
        _config = config;
        _dtls = dtls;
        _ciphers = ciphers;
        _output = output;
        _events = events;
        _random = random;
        _transports = new TransportTable(Drops);
    }

    public DropCounters Drops { get; } = new();

    public int ParticipantCount => _byKey.Count;

    public Instant NextDeadline => _handshakes.IsEmpty ? Instant.Min(_deadlines.Next, _nextVoices) : default;

    /// <returns>The participant's slots.</returns>
    public IReadOnlyList<SlotState> Attach(Instant now, ParticipantSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        if (!_rooms.TryGetValue(setup.RoomId, out var room))
        {
            room = new Room(setup.RoomId);
            _rooms.Add(setup.RoomId, room);
        }

        var participant = CreateParticipant(now, setup, room);
        participant.Negotiate(setup.Negotiated, setup.Sources, _random);
        if (_byKey.TryGetValue(setup.Key, out var before))
        {
            // A transport that never came up has no successor to wait for: the newest one takes its place as well.
            participant.Replaces = before.Replaces ?? before;
            participant.Wishes = before.Wishes;
            if (before.Replaces is not null)
            {
                before.Replaces = null;
                Forget(before);
            }
        }

        _byKey[setup.Key] = participant;
        _transports.Add(setup.Local.Ufrag, participant);
        room.Participants.Add(participant);
        room.AssignSlots(now, participant, _events);
        Schedule(now, participant);
        return participant.SlotStates();
    }

    /// <summary>A new answer on the transport that is there. False when the key is unknown.</summary>
    public bool Renegotiate(
        Instant now, string key, IceCredentials local, Negotiated negotiated, IReadOnlyDictionary<string, MediaSource> sources)
    {
        ArgumentNullException.ThrowIfNull(negotiated);
        ArgumentNullException.ThrowIfNull(local);
        if (!_byKey.TryGetValue(key, out var participant))
        {
            return false;
        }

        if (participant.Transport.LocalUfrag != local.Ufrag)
        {
            _transports.ForgetUfrag(participant);
            participant.Transport.RestartIce(local, new IceCredentials(negotiated.RemoteUfrag, negotiated.RemotePwd));
            _transports.Add(local.Ufrag, participant);
        }

        participant.Negotiate(negotiated, sources, _random);
        AssignSlots(now, participant.Room);
        Schedule(now, participant);
        return true;
    }

    /// <summary>The participant's slots; none when the key is unknown.</summary>
    public IReadOnlyList<SlotState> Slots(string key) =>
        _byKey.TryGetValue(key, out var participant) ? participant.SlotStates() : [];

    /// <summary>Its video slots, which take targets; none when the key is unknown.</summary>
    internal IReadOnlyList<Slot> VideoSlots(string key) => _byKey.TryGetValue(key, out var participant)
        ? participant.Slots.FindAll(slot => slot.Section.Kind == MediaKind.Video)
        : [];

    /// <summary>Which sources are live; the others leave the slots. An unknown key is no error.</summary>
    public void SetTracks(Instant now, string key, IReadOnlyCollection<MediaSource> live)
    {
        ArgumentNullException.ThrowIfNull(live);
        for (var participant = _byKey.GetValueOrDefault(key); participant is not null; participant = participant.Replaces)
        {
            foreach (var publication in participant.Publications)
            {
                publication.Declare(live.Contains(publication.Source));
            }

            AssignSlots(now, participant.Room);
        }
    }

    /// <summary>What the participant wants to see from now on. An unknown key is no error.</summary>
    public void Watch(Instant now, string key, WatchList wishes)
    {
        ArgumentNullException.ThrowIfNull(wishes);
        for (var participant = _byKey.GetValueOrDefault(key); participant is not null; participant = participant.Replaces)
        {
            participant.Wishes = wishes;
            participant.Room.AssignSlots(now, participant, _events);
        }
    }

    /// <summary>Ends a participation and says good-bye to its peer. An unknown key is no error.</summary>
    public void Detach(Instant now, string key)
    {
        if (_byKey.TryGetValue(key, out var participant))
        {
            for (var old = participant; old is not null; old = old.Replaces)
            {
                old.Transport.Close();
            }

            Remove(now, participant);
        }
    }

    /// <summary>Takes one datagram of a batch. It is decrypted in place.</summary>
    public void HandleDatagram(Instant now, UdpAddress from, Span<byte> datagram)
    {
        if (!_transports.TryFind(from, datagram, out var participant))
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

    /// <summary>Forwards what the batch brought.</summary>
    public void EndBatch(Instant now)
    {
        foreach (var room in _arrived)
        {
            room.Forward(now, _output, Drops);
        }

        _arrived.Clear();
        RunHandshakes(now);
    }

    public void HandleTimeout(Instant now)
    {
        RunHandshakes(now);
        if (_nextVoices <= now)
        {
            TickVoices(now);
        }

        while (_deadlines.TryTake(now, out var participant))
        {
            participant.Transport.HandleTimeout(now);
            Feedback.Send(now, participant, _output);
            Reports.Send(now, participant, _config, _output);
            TellDemand(now, participant);
            UpdatePresence(now, participant);
            Schedule(now, participant);
        }
    }

    public void Dispose()
    {
        foreach (var participant in _rooms.Values.SelectMany(room => room.Participants))
        {
            participant.Transport.Close();
            participant.Transport.Dispose();
        }

        _rooms.Clear();
        _byKey.Clear();
    }

    private void Handle(Instant now, Participant participant, UdpAddress from, Span<byte> datagram)
    {
        switch (participant.Transport.HandleDatagram(now, from, datagram, out var length))
        {
            case Arrival.NewAddress:
                _transports.Learn(from, participant);
                break;
            case Arrival.Rtp:
                HandleRtp(now, participant, datagram[..length]);
                break;
            case Arrival.Rtcp:
                RtcpIntake.Handle(now, participant, datagram[..length], _config, _output, Drops);
                break;
            case Arrival.Nothing:
                break;
        }

        UpdatePresence(now, participant);
        Schedule(now, participant);
    }

    private void RunHandshakes(Instant now)
    {
        for (var turn = 0; turn < HandshakeQueue.PerTurn && _handshakes.TryTake(out var next); turn++)
        {
            Handle(now, next.Participant, next.From, next.Datagram);
            HandshakeQueue.Return(next);
        }
    }

    /// <summary>Who is heard changes with what is said, so rooms with sound are looked at in a steady beat.</summary>
    private void TickVoices(Instant now)
    {
        _nextVoices = Instant.Never;
        foreach (var room in _rooms.Values)
        {
            room.AssignWhatIsDue(now, _events);
            if (room.Voices.Count > 0)
            {
                room.FollowVoices(now, _events);
                _nextVoices = Instant.Min(_nextVoices, now + VoiceRanking.Interval);
            }

            _nextVoices = Instant.Min(_nextVoices, room.AssignmentDue);
        }
    }

    private Participant CreateParticipant(Instant now, ParticipantSetup setup, Room room)
    {
        var remote = new IceCredentials(setup.Negotiated.RemoteUfrag, setup.Negotiated.RemotePwd);
        var transport = new Transport(
            now,
            new TransportSetup(setup.Local, remote, setup.Negotiated.RemoteFingerprint, setup.Negotiated.DtlsRole),
            _dtls,
            _ciphers,
            _output,
            Drops);
        Span<byte> ssrc = stackalloc byte[4];
        _random(ssrc);
        return new Participant(now, setup.Key, setup.ParticipantId, room, transport, _deadlines)
        {
            FeedbackSsrc = BitConverter.ToUInt32(ssrc),
            NextReport = now + Reports.Interval,
        };
    }

    private void HandleRtp(Instant now, Participant participant, ReadOnlySpan<byte> packet)
    {
        var room = participant.Room;
        var hadArrivals = room.HasArrivals;
        if (Ingress.Handle(now, participant, packet, Drops) is not null)
        {
            AssignSlots(now, room);
            _nextVoices = Instant.Min(_nextVoices, now + VoiceRanking.Interval);
        }

        if (!hadArrivals && room.HasArrivals)
        {
            _arrived.Add(room);
        }
    }

    private void TellDemand(Instant now, Participant publisher)
    {
        foreach (var publication in publisher.Publications)
        {
            if (publication.TryTakeWanted(now, out var wanted))
            {
                _events.LayersWanted(publisher.Room.Id, publisher.Key, wanted);
            }
        }
    }

    private void UpdatePresence(Instant now, Participant participant)
    {
        var transport = participant.Transport;
        var connected = transport.State == TransportState.Connected;
        if (!participant.Presence.Update(now, transport.LastHeard, connected, transport.State == TransportState.Closed))
        {
            return;
        }

        switch (participant.Presence.State)
        {
            case PresenceState.Connected:
                TakeOver(now, participant);
                participant.FollowLayers(now);
                AssignTracksOf(now, participant);
                _events.Connected(participant.Room.Id, participant.Key);
                break;
            case PresenceState.Silent:
                AssignTracksOf(now, participant);
                if (IsNewest(participant))
                {
                    _events.Silent(participant.Room.Id, participant.Key);
                }

                break;
            case PresenceState.Gone:
                Leave(now, participant);
                break;
            case PresenceState.Connecting:
                break;
        }
    }

    /// <summary>What a participant publishes came or went. For a viewer, as nearly all are, nobody's slots change.</summary>
    private void AssignTracksOf(Instant now, Participant participant)
    {
        if (participant.Publications.Count > 0)
        {
            AssignSlots(now, participant.Room);
        }
    }

    private void AssignSlots(Instant now, Room room)
    {
        room.AssignSlots(now, _events);
        _nextVoices = Instant.Min(_nextVoices, room.AssignmentDue);
    }

    /// <summary>The new transport is up: its tracks go on where the old one's were, and the old one ends.</summary>
    private void TakeOver(Instant now, Participant participant)
    {
        if (participant.Replaces is not { } before)
        {
            return;
        }

        foreach (var publication in participant.Publications)
        {
            if (before.Publications.Find(old => old.Source == publication.Source) is { } old)
            {
                publication.Inherit(old);
            }
        }

        participant.Replaces = null;
        before.Transport.Close();
        Forget(before);

        // What the old one published and the new one does not leaves the slots; the rest changes over.
        AssignTracksOf(now, before);
    }

    private void Leave(Instant now, Participant participant)
    {
        if (participant.Replaces is { } before)
        {
            // The attempt failed. The old transport may live; what became of it meanwhile was not told.
            _byKey[participant.Key] = before;
            participant.Replaces = null;
            Forget(participant);
            if (before.Presence.State == PresenceState.Gone)
            {
                Leave(now, before);
            }
            else if (before.Presence.State == PresenceState.Silent)
            {
                _events.Silent(before.Room.Id, before.Key);
            }
        }
        else if (IsNewest(participant))
        {
            Remove(now, participant);
            _events.Gone(participant.Room.Id, participant.Key);
        }
    }

    private bool IsNewest(Participant participant) => _byKey.GetValueOrDefault(participant.Key) == participant;

    private void Remove(Instant now, Participant participant)
    {
        _byKey.Remove(participant.Key);
        for (var old = participant; old is not null; old = old.Replaces)
        {
            Forget(old);
        }

        AssignTracksOf(now, participant);
    }

    private void Forget(Participant participant)
    {
        participant.Room.Remove(participant);
        _transports.Forget(participant);
        DeadlineQueue.Forget(participant);
        participant.IsForgotten = true;
        participant.Transport.Dispose();
        if (participant.Room.Participants.Count == 0)
        {
            _rooms.Remove(participant.Room.Id);
        }
    }

    private static void Schedule(Instant now, Participant participant)
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
        }

        participant.Wake(deadline);
    }
}

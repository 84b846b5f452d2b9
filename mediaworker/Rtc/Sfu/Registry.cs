using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Who is on the engine: by room, by key and by transport. A key may have two transports for a while; the new one takes over
/// when it is up (make before break).
/// </summary>
internal sealed class Registry(
    IMediaEngineEvents events, DropCounters drops, TrackNumbers numbers, ShardCrossing crossing)
{
    private readonly Dictionary<string, Room> _rooms = [];
    private readonly Dictionary<string, Participant> _byKey = [];

    public TransportTable Transports { get; } = new(drops);

    public EngineTotals Totals { get; } = new();

    public Dictionary<string, Room>.ValueCollection Rooms => _rooms.Values;

    public int Count => _byKey.Count;

    /// <summary>The newest transport of the key; null when it is unknown.</summary>
    public Participant? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Null where nobody of the room is here.</summary>
    public Room? FindRoom(string roomId) => _rooms.GetValueOrDefault(roomId);

    /// <summary>The room, opened if need be.</summary>
    public Room Open(string roomId)
    {
        if (!_rooms.TryGetValue(roomId, out var room))
        {
            room = new Room(roomId, numbers);
            _rooms.Add(roomId, room);
            crossing.Opened(room);
        }

        return room;
    }

    public void Add(Instant now, Participant participant, string ufrag)
    {
        if (_byKey.TryGetValue(participant.Key, out var before))
        {
            // A transport that never came up has no successor to wait for: the newest one takes its place as well.
            participant.Replaces = before.Replaces ?? before;
            participant.Wishes = before.Wishes;
            if (before.Replaces is not null)
            {
                before.Replaces = null;
                Forget(now, before);
            }
        }

        _byKey[participant.Key] = participant;
        Transports.Add(ufrag, participant);
        participant.Room.Participants.Add(participant);
    }

    /// <summary>The participation ended.</summary>
    public void Remove(Instant now, Participant participant)
    {
        _byKey.Remove(participant.Key);
        for (var old = participant; old is not null; old = old.Replaces)
        {
            Forget(now, old);
        }

        AssignTracksOf(now, participant);
    }

    /// <summary>Notices who came up, fell silent, or is gone, and tells.</summary>
    public void UpdatePresence(Instant now, Participant participant)
    {
        var transport = participant.Transport;
        var connected = transport.State == TransportState.Connected;
        var before = participant.Presence.State;
        if (!participant.Presence.Update(now, transport.LastHeard, connected, transport.State == TransportState.Closed))
        {
            return;
        }

        participant.Room.Peers.Tell(participant);
        switch (participant.Presence.State)
        {
            case PresenceState.Connected:
                Totals.Handshakes += before == PresenceState.Connecting ? 1 : 0;
                TakeOver(now, participant);
                participant.FollowLayers(now);
                AssignTracksOf(now, participant);
                events.Connected(participant.Room.Id, participant.Key);
                break;
            case PresenceState.Silent:
                AssignTracksOf(now, participant);
                if (IsNewest(participant))
                {
                    events.Silent(participant.Room.Id, participant.Key);
                }

                break;
            case PresenceState.Gone:
                Leave(now, participant);
                break;
            case PresenceState.Connecting:
                break;
        }
    }

    /// <summary>Says good-bye to everybody.</summary>
    public void Close()
    {
        foreach (var participant in _rooms.Values.SelectMany(room => room.Participants))
        {
            participant.Transport.Close();
            participant.Transport.Dispose();
        }

        _rooms.Clear();
        _byKey.Clear();
    }

    /// <summary>What a participant publishes came or went. For a viewer, as nearly all are, nobody's slots change.</summary>
    private void AssignTracksOf(Instant now, Participant participant)
    {
        if (participant.Publications.Count > 0)
        {
            participant.Room.AssignSlots(now, events);
        }
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

        // Before the old one's end, or viewers elsewhere would see them go and come.
        participant.Room.Peers.Tell(participant);

        participant.Replaces = null;
        before.Transport.Close();
        Forget(now, before);

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
            Forget(now, participant);
            if (before.Presence.State == PresenceState.Gone)
            {
                Leave(now, before);
            }
            else if (before.Presence.State == PresenceState.Silent)
            {
                events.Silent(before.Room.Id, before.Key);
            }
        }
        else if (IsNewest(participant))
        {
            Remove(now, participant);
            events.Gone(participant.Room.Id, participant.Key);
        }
    }

    private bool IsNewest(Participant participant) => Find(participant.Key) == participant;

    private void Forget(Instant now, Participant participant)
    {
        Totals.Leave(participant);
        participant.Room.Remove(now, participant);
        Transports.Forget(participant);
        DeadlineQueue.Forget(participant);
        participant.IsForgotten = true;
        participant.Transport.Dispose();
        if (participant.Room.Participants.Count == 0)
        {
            _rooms.Remove(participant.Room.Id);
            crossing.Closed(now, participant.Room);
        }
    }
}

using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>
/// How one engine's rooms reach into others. A room has a <see cref="Room"/> on each shard that has participants of it; a
/// publication lives where its publisher's transport is, and has a replica on each other shard that has the room.
/// </summary>
internal sealed class ShardCrossing(IReadOnlyList<INeighbour> neighbours)
{
    /// <summary>Packets and messages of one neighbour in one batch, as many as the socket gives at a time.</summary>
    private const int PerBatch = 64;

    /// <summary>An array, which is gone through without an enumerator.</summary>
    private readonly INeighbour[] _neighbours = [.. neighbours];
    private readonly Dictionary<string, Room> _here = [];
    private readonly RoomsElsewhere _elsewhere = new();
    private readonly Replicas _replicas = new();
    private long _openings;

    /// <summary>When <see cref="Take"/> or <see cref="Flush"/> wants to be called.</summary>
    public Instant NextDeadline
    {
        get
        {
            foreach (var neighbour in _neighbours)
            {
                if (neighbour.HasWaiting)
                {
                    return default;
                }
            }

            return _replicas.NextWishes;
        }
    }

    /// <summary>The first participant of the room came to this shard.</summary>
    public void Opened(Room room)
    {
        if (_neighbours.Length == 0)
        {
            return;
        }

        room.Opening = ++_openings;
        _here.Add(room.Id, room);
        foreach (var peer in _elsewhere.Find(room.Id))
        {
            room.Peers.Add(peer, room);
        }

        TellAll(new CrossingMessage.RoomOpened(room.Id, room.Opening));
    }

    /// <summary>The last one went.</summary>
    public void Closed(Instant now, Room room)
    {
        if (_here.Remove(room.Id))
        {
            _replicas.Forget(now, room);
            TellAll(new CrossingMessage.RoomClosed(room.Id));
        }
    }

    /// <summary>Takes what other engines sent, up to a batch of each.</summary>
    /// <param name="now">Of the batch.</param>
    /// <param name="arrived">Gets the rooms that packets came for.</param>
    /// <param name="changed">Gets the rooms whose slots may change, some perhaps more than once.</param>
    public void Take(Instant now, List<Room> arrived, List<Room> changed)
    {
        foreach (var neighbour in _neighbours)
        {
            for (var count = 0; count < PerBatch && neighbour.TryRead(out var message, out var packet, out var bytes); count++)
            {
                if (message is not null)
                {
                    Handle(now, neighbour, message, changed);
                }
                else if (_replicas.Find(packet.Publication, packet.Layer) is { } layer)
                {
                    TakePacket(now, layer, packet.Packet, bytes, arrived, changed);
                }
            }
        }
    }

    /// <summary>Lets other engines see what is for them.</summary>
    public void Flush(Instant now)
    {
        if (_neighbours.Length == 0)
        {
            return;
        }

        _replicas.TellWishes(now);
        foreach (var neighbour in _neighbours)
        {
            neighbour.Flush();
        }
    }

    private static void TakePacket(
        Instant now, Layer layer, in StoredPacket packet, ReadOnlySpan<byte> bytes, List<Room> arrived, List<Room> changed)
    {
        var room = layer.Publication.Publisher.Room;
        var hadArrivals = room.HasArrivals;
        if (Replicas.Take(now, layer, packet, bytes))
        {
            changed.Add(room);
        }

        if (!hadArrivals && room.HasArrivals)
        {
            arrived.Add(room);
        }
    }

    private void Handle(Instant now, INeighbour from, CrossingMessage message, List<Room> changed)
    {
        switch (message)
        {
            case CrossingMessage.RoomOpened opened:
                var peer = new RoomPeer(from, opened.Opening);
                _elsewhere.Add(opened.RoomId, peer);
                if (_here.TryGetValue(opened.RoomId, out var here))
                {
                    here.Peers.Add(peer, here);
                }

                break;
            case CrossingMessage.RoomClosed closed:
                _elsewhere.Remove(closed.RoomId, from.Shard);
                _here.GetValueOrDefault(closed.RoomId)?.Peers.Remove(from.Shard);
                break;
            case CrossingMessage.PublisherIs told when _here.TryGetValue(told.RoomId, out var room) && room.Opening == told.Opening:
                _replicas.Apply(now, from, room, told.Publisher);
                changed.Add(room);
                break;
            case CrossingMessage.PinIs pin when _here.TryGetValue(pin.RoomId, out var pinning):
                if (pinning.TryPin(pin.Track))
                {
                    changed.Add(pinning);
                }

                break;
            case CrossingMessage.ClockIs clock when _replicas.Find(clock.Publication, clock.Layer) is { } layer:
                layer.Clock.Handle(clock.Time.Ntp, clock.Time.Rtp);
                layer.Publication.Publisher.Clock.Set(clock.ClockOffset);
                break;
            case CrossingMessage.LayerRenewed renewed when _replicas.Find(renewed.Publication, renewed.Layer) is { } layer:
                layer.Publication.Renew(layer);
                break;
            case CrossingMessage.KeyFrameWanted wanted:
                Export(wanted.RoomId, wanted.Publication)?.Publication.FindLayer(wanted.Layer)?.AskForKeyFrame(wanted.After, wanted.IsUrgent);
                break;
            case CrossingMessage.LayersWatched watched:
                Export(watched.RoomId, watched.Publication)?.Watch(from.Shard, watched.Layers);
                break;
        }
    }

    private Export? Export(string roomId, uint publication) => _here.GetValueOrDefault(roomId)?.Peers.Find(publication);

    private void TellAll(CrossingMessage message)
    {
        foreach (var neighbour in _neighbours)
        {
            neighbour.Tell(message);
        }
    }
}

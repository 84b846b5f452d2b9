using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>
/// The other shards that have participants of a room. They hear of its publishers here, and get each packet of theirs once,
/// however many viewers there are.
/// </summary>
internal sealed class RoomPeers
{
    private readonly List<RoomPeer> _peers = [];
    private readonly Dictionary<uint, Export> _exports = [];

    public bool IsEmpty => _peers.Count == 0;

    /// <summary>This shard is the first of those that have the room.</summary>
    public bool IsFirst(int shard) => !_peers.Exists(peer => peer.Link.Shard < shard);

    /// <summary>A shard has participants of the room now.</summary>
    public void Add(RoomPeer peer, Room room)
    {
        Remove(peer.Link.Shard);
        _peers.Add(peer);
        if (room.Pinned is { } pinned)
        {
            peer.Link.Tell(new CrossingMessage.PinIs(room.Id, pinned));
        }

        foreach (var publisher in room.Participants)
        {
            if (publisher.Publications.Count > 0)
            {
                NoteExports(publisher);
                peer.Tell(room.Id, PublisherState.Of(publisher));
            }
        }
    }

    /// <summary>A shard has none any more.</summary>
    public void Remove(int shard)
    {
        _peers.RemoveAll(peer => peer.Link.Shard == shard);
        foreach (var export in _exports.Values)
        {
            export.Watch(shard, 0);
        }
    }

    /// <summary>Anything about the publisher changed but its packets.</summary>
    public void Tell(Participant publisher)
    {
        if (_peers.Count > 0 && NoteExports(publisher))
        {
            TellAll(publisher.Room.Id, PublisherState.Of(publisher));
        }
    }

    /// <summary>The publisher is gone for good.</summary>
    public void TellGone(Participant publisher)
    {
        if (_peers.Count > 0 && publisher.Publications.Count > 0)
        {
            publisher.Publications.ForEach(publication => _exports.Remove(publication.Number));
            TellAll(publisher.Room.Id, PublisherState.Of(publisher) with { Publications = [] });
        }
    }

    /// <summary>Everybody shall see that, also where the room was opened just now.</summary>
    public void TellPinned(string roomId, TrackName? track) => TellAll(new CrossingMessage.PinIs(roomId, track));

    /// <summary>A sender report came for the layer.</summary>
    public void TellClock(Layer layer)
    {
        if (layer.Clock.Known is { } time)
        {
            var publication = layer.Publication;
            TellAll(new CrossingMessage.ClockIs(
                publication.Number, layer.Place, time, publication.Publisher.Clock.Microseconds));
        }
    }

    /// <summary>The layer takes the place of one whose stream was abandoned.</summary>
    public void TellRenewed(Layer layer) => TellAll(new CrossingMessage.LayerRenewed(layer.Publication.Number, layer.Place));

    /// <summary>A publication of a participant here that other shards know; null if there is none of the number.</summary>
    public Export? Find(uint publication) => _exports.GetValueOrDefault(publication);

    /// <summary>Sends the publication's batch to all of them.</summary>
    public void Cross(Publication publication, DropCounters drops)
    {
        foreach (var layer in publication.Layers)
        {
            foreach (var sequence in layer.Batch)
            {
                if (layer.History.TryFind(sequence, out var index))
                {
                    Cross(layer, index, drops);
                }
            }
        }
    }

    private void Cross(Layer layer, int index, DropCounters drops)
    {
        var packet = new CrossingPacket(layer.Publication.Number, layer.Place, layer.History.Packet(index));
        var isVideo = layer.Publication.Kind == MediaKind.Video;
        foreach (var peer in _peers)
        {
            if (!peer.Link.TryCross(packet, layer.History.Bytes(index), isVideo))
            {
                drops.Add(isVideo ? DropReason.CrossingFullOfVideo : DropReason.CrossingFullOfAudio);
            }
        }
    }

    private void TellAll(string roomId, PublisherState publisher)
    {
        foreach (var peer in _peers)
        {
            peer.Tell(roomId, publisher);
        }
    }

    private void TellAll(CrossingMessage message)
    {
        foreach (var peer in _peers)
        {
            peer.Link.Tell(message);
        }
    }

    /// <returns>False for one who publishes nothing and did not before.</returns>
    private bool NoteExports(Participant publisher)
    {
        var ended = 0;
        foreach (var (number, export) in _exports)
        {
            if (export.Publication.Publisher == publisher && !publisher.Publications.Contains(export.Publication))
            {
                _exports.Remove(number);
                ended++;
            }
        }

        foreach (var publication in publisher.Publications)
        {
            _exports.TryAdd(publication.Number, new Export(publication));
        }

        return ended > 0 || publisher.Publications.Count > 0;
    }
}

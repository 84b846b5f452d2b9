namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>Which rooms other shards have participants of.</summary>
internal sealed class RoomsElsewhere
{
    private readonly Dictionary<string, List<RoomPeer>> _peers = [];

    public void Add(string roomId, RoomPeer peer)
    {
        Remove(roomId, peer.Link.Shard);
        if (!_peers.TryGetValue(roomId, out var peers))
        {
            _peers.Add(roomId, peers = []);
        }

        peers.Add(peer);
    }

    public void Remove(string roomId, int shard)
    {
        if (_peers.TryGetValue(roomId, out var peers)
            && peers.RemoveAll(peer => peer.Link.Shard == shard) > 0
            && peers.Count == 0)
        {
            _peers.Remove(roomId);
        }
    }

    public IReadOnlyList<RoomPeer> Find(string roomId) => _peers.TryGetValue(roomId, out var peers) ? peers : [];
}

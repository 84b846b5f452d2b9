namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>Another shard that has participants of a room.</summary>
/// <param name="Link">The way there.</param>
/// <param name="Opening">Which opening of the room there it is.</param>
internal sealed record RoomPeer(INeighbour Link, long Opening)
{
    public void Tell(string roomId, PublisherState publisher) =>
        Link.Tell(new CrossingMessage.PublisherIs(roomId, Opening, publisher));
}

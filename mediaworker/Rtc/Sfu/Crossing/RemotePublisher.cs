using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>
/// A publisher whose transport is on another shard, with a replica of each of its publications: the same packets under the same
/// numbers, for the viewers here. What these want goes back, merged.
/// </summary>
internal sealed class RemotePublisher(INeighbour home, Room room, PublisherState state, List<RemotePublisher> wanting) : IPublisher
{
    private bool _wants;

    public string ParticipantId { get; } = state.ParticipantId;

    public Room Room { get; } = room;

    public Instant Since { get; } = state.Since;

    public uint Number { get; } = state.Number;

    public bool IsHere => false;

    public bool IsConnected { get; set; }

    public ClockOffset Clock { get; } = new();

    public List<Publication> Publications { get; } = [];

    /// <summary>What is wanted goes out together at the end of the batch.</summary>
    public void Wake(Instant at)
    {
        if (!_wants)
        {
            _wants = true;
            wanting.Add(this);
        }
    }

    /// <summary>Tells home what viewers here want and were not heard with.</summary>
    /// <returns>When there may be more to tell; never if there is not before the next <see cref="Wake"/>.</returns>
    public Instant TellWishes(Instant now)
    {
        var next = Instant.Never;
        foreach (var publication in Publications)
        {
            if (publication.Demand.TryTakeWatched(out var layers))
            {
                home.Tell(new CrossingMessage.LayersWatched(Room.Id, publication.Number, layers));
            }

            foreach (var layer in publication.Layers)
            {
                if (layer.Keyframe is { IsWanted: true } wish)
                {
                    TellWish(now, publication, layer, wish);
                    next = Instant.Min(next, wish.LastTold + KeyframeRequests.Interval);
                }
            }
        }

        _wants = next != Instant.Never;
        return next;
    }

    /// <summary>Home decides when it asks for which; here it is only kept from hearing the same all the time.</summary>
    private void TellWish(Instant now, Publication publication, Layer layer, KeyframeWish wish)
    {
        if (wish.BecameUrgent || now >= wish.LastTold + KeyframeRequests.Interval)
        {
            home.Tell(new CrossingMessage.KeyFrameWanted(
                Room.Id, publication.Number, layer.Place, layer.Newest, wish.IsUrgent));
            wish.NoteTold(now);
        }
    }
}

namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>
/// Another engine, as one engine sees it: a way there and a way back. Both are bounded, and each is used by one writer and one
/// reader. What is read comes in the order in which it was written.
/// </summary>
public interface INeighbour
{
    /// <summary>Its number among the engines, from 0.</summary>
    int Shard { get; }

    /// <summary>Something is there to read.</summary>
    bool HasWaiting { get; }

    /// <summary>Sends a copy of a packet there, by the next <see cref="Flush"/>.</summary>
    /// <param name="packet">Whose it is, and what forwarding needs to know of it.</param>
    /// <param name="bytes">Payload, then dependency descriptor.</param>
    /// <param name="isVideo">It goes no further when the way is half full; sound only when it is full.</param>
    /// <returns>False when there is no room for it.</returns>
    bool TryCross(in CrossingPacket packet, ReadOnlySpan<byte> bytes, bool isVideo);

    /// <summary>Says something, by the next <see cref="Flush"/>. It is never lost, and neither overtakes nor is overtaken by a packet.</summary>
    void Tell(CrossingMessage message);

    /// <summary>Lets the other engine see what was written, and wakes it. Does nothing when nothing was.</summary>
    void Flush();

    /// <summary>The next that came from there: a message, or a packet where that is null.</summary>
    /// <param name="message">What is said.</param>
    /// <param name="packet">As written there.</param>
    /// <param name="bytes">Likewise; good until the next call.</param>
    bool TryRead(out CrossingMessage? message, out CrossingPacket packet, out ReadOnlySpan<byte> bytes);
}

using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>
/// What engines tell each other of a room that has participants on both. From the publishers' engine: who publishes what. From
/// the viewers': what they want.
/// </summary>
public abstract record CrossingMessage
{
    protected CrossingMessage()
    {
    }

    /// <summary>The sender has participants of the room now, and wants to know who publishes in it.</summary>
    /// <param name="RoomId">The room.</param>
    /// <param name="Opening">Which time it is: what was said of an earlier one counts no more.</param>
    internal sealed record RoomOpened(string RoomId, long Opening) : CrossingMessage;

    /// <summary>The sender has no participants of the room any more.</summary>
    internal sealed record RoomClosed(string RoomId) : CrossingMessage;

    /// <summary>All of a publisher as it is now; without publications, it publishes no more.</summary>
    /// <param name="RoomId">The room.</param>
    /// <param name="Opening">Of the receiver's.</param>
    /// <param name="Publisher">What is so now.</param>
    internal sealed record PublisherIs(string RoomId, long Opening, PublisherState Publisher) : CrossingMessage;

    /// <summary>What everybody in the room shall see.</summary>
    /// <param name="RoomId">The room.</param>
    /// <param name="Track">Null: nothing any more.</param>
    internal sealed record PinIs(string RoomId, TrackName? Track) : CrossingMessage;

    /// <summary>A sender report came.</summary>
    /// <param name="Publication">Its number.</param>
    /// <param name="Layer">Its place.</param>
    /// <param name="Time">The layer's RTP time at the publisher's wall clock.</param>
    /// <param name="ClockOffset">Of the publisher's wall clock, in µs.</param>
    internal sealed record ClockIs(uint Publication, byte Layer, (NtpTime Ntp, uint Rtp) Time, long ClockOffset) : CrossingMessage;

    /// <summary>The layer's stream was abandoned, and another one takes its place.</summary>
    internal sealed record LayerRenewed(uint Publication, byte Layer) : CrossingMessage;

    /// <summary>Viewers there wait for a key frame.</summary>
    /// <param name="RoomId">The room.</param>
    /// <param name="Publication">Its number.</param>
    /// <param name="Layer">Its place.</param>
    /// <param name="After">The newest packet that came there. A key frame after that is on its way.</param>
    /// <param name="IsUrgent">Somebody sees nothing, or more than the path carries, until it comes.</param>
    internal sealed record KeyFrameWanted(
        string RoomId, uint Publication, byte Layer, long After, bool IsUrgent) : CrossingMessage;

    /// <summary>Which layers somebody watches there: a bit for each.</summary>
    internal sealed record LayersWatched(string RoomId, uint Publication, int Layers) : CrossingMessage;
}

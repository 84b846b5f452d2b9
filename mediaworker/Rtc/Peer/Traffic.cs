using Serverless.Rtc.Units;

namespace Serverless.Rtc.Peer;

/// <summary>A count of bytes, and the rate between two looks at it.</summary>
public struct Traffic
{
    private Instant _lookedAt;
    private long _bytesThen;

    public long Packets { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Between the last two looks.</summary>
    public Bitrate Rate { get; private set; }

    public void Add(int bytes)
    {
        Packets++;
        Bytes += bytes;
    }

    /// <summary>About once a second.</summary>
    public void Look(Instant now)
    {
        Rate = _lookedAt == default ? Bitrate.Zero : new DataSize(Bytes - _bytesThen) / (now - _lookedAt);
        (_lookedAt, _bytesThen) = (now, Bytes);
    }
}

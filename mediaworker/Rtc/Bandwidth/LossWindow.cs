using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>Packets that left one after the other, and how many of them were lost.</summary>
internal struct LossWindow
{
    private Instant _first;
    private Instant _last;
    private long _bytes;
    private int _lost;

    public int Packets { get; private set; }

    public readonly TimeSpan Span => _last - _first;

    public readonly double Loss => Packets == 0 ? 0 : (double)_lost / Packets;

    /// <summary>At which they were sent.</summary>
    public readonly Bitrate Rate => new DataSize(_bytes) / Span;

    public void Add(in SentPacket packet, bool isLost)
    {
        _first = Packets == 0 ? packet.SentAt : _first;
        _last = packet.SentAt;
        _bytes += packet.Bytes;
        _lost += isLost ? 1 : 0;
        Packets++;
    }
}

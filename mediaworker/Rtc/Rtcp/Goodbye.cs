using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>BYE (RFC 3550 §6.6).</summary>
public readonly ref struct Goodbye
{
    private readonly ReadOnlySpan<byte> _sources;

    private Goodbye(ReadOnlySpan<byte> sources, ReadOnlySpan<byte> reason)
    {
        _sources = sources;
        Reason = reason;
    }

    public int Count => _sources.Length / 4;

    /// <summary>UTF-8; empty when none is given.</summary>
    public ReadOnlySpan<byte> Reason { get; }

    public Ssrc this[int index] => new(BinaryPrimitives.ReadUInt32BigEndian(_sources[(4 * index)..]));

    public static bool TryParse(RtcpPacket packet, out Goodbye goodbye)
    {
        goodbye = default;
        var end = 4 * packet.Count;
        if (packet.Type != RtcpType.Goodbye || packet.Body.Length < end)
        {
            return false;
        }

        var rest = packet.Body[end..];
        if (!rest.IsEmpty && rest[0] > rest.Length - 1)
        {
            return false;
        }

        goodbye = new Goodbye(packet.Body[..end], rest.IsEmpty ? default : rest.Slice(1, rest[0]));
        return true;
    }
}

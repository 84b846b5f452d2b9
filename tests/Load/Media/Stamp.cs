using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Load.Media;

/// <summary>
/// When a packet was sent, in the last bytes of its payload: what forwards media changes its head, if anything. Both ends are this
/// process, so one clock tells the one-way delay.
/// </summary>
internal static class Stamp
{
    public const int Length = 12;

    private const uint Magic = 0x5E7D_7173;

    public static void Write(Span<byte> payload, Instant sent)
    {
        var stamp = payload[^Length..];
        BinaryPrimitives.WriteUInt32BigEndian(stamp, Magic);
        BinaryPrimitives.WriteInt64BigEndian(stamp[4..], sent.Microseconds);
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out Instant sent)
    {
        sent = default;
        if (payload.Length < Length || BinaryPrimitives.ReadUInt32BigEndian(payload[^Length..]) != Magic)
        {
            return false;
        }

        sent = new Instant(BinaryPrimitives.ReadInt64BigEndian(payload[^(Length - 4)..]));
        return true;
    }
}

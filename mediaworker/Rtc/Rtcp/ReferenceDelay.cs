using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>What a sender returns of a receiver's <see cref="ReferenceTime"/> (RFC 3611 §4.5).</summary>
/// <param name="LastReference">LRR: its compact NTP time; zero when there was none.</param>
/// <param name="Delay">DLRR: 16.16 seconds from its arrival to this report.</param>
public readonly record struct ReferenceDelay(uint LastReference, uint Delay)
{
    private const int EntryLength = 12;

    /// <summary>Finds what the packet returns to one receiver; it may speak to several.</summary>
    public static bool TryFind(RtcpPacket packet, Ssrc receiver, out ReferenceDelay delay)
    {
        delay = default;
        if (packet.Type != RtcpType.ExtendedReport || packet.Body.Length < sizeof(uint))
        {
            return false;
        }

        var blocks = new ExtendedBlocks(packet.Body[sizeof(uint)..]);
        while (blocks.TryRead(out var type, out var content))
        {
            for (; type == ExtendedBlocks.ReferenceDelays && content.Length >= EntryLength; content = content[EntryLength..])
            {
                if (BinaryPrimitives.ReadUInt32BigEndian(content) == receiver.Value)
                {
                    delay = new ReferenceDelay(
                        BinaryPrimitives.ReadUInt32BigEndian(content[4..]), BinaryPrimitives.ReadUInt32BigEndian(content[8..]));
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The receiver's view: now − LRR − DLRR. Null where that makes no sense.</summary>
    /// <param name="now">When the report arrived, on the clock of the reference time.</param>
    public TimeSpan? RoundTripTime(NtpTime now) => RoundTrip.Of(now, LastReference, Delay);
}

using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>
/// A receiver's clock (RFC 3611 §4.4). The sender returns it as a <see cref="ReferenceDelay"/>, which tells the round trip to one
/// who sends no media and so gets no report blocks.
/// </summary>
/// <param name="Receiver">Whose.</param>
/// <param name="Ntp">When it was sent.</param>
public readonly record struct ReferenceTime(Ssrc Receiver, NtpTime Ntp)
{
    public static bool TryParse(RtcpPacket packet, out ReferenceTime reference)
    {
        reference = default;
        if (packet.Type != RtcpType.ExtendedReport || packet.Body.Length < sizeof(uint))
        {
            return false;
        }

        var blocks = new ExtendedBlocks(packet.Body[sizeof(uint)..]);
        while (blocks.TryRead(out var type, out var content))
        {
            if (type == ExtendedBlocks.ReferenceTime && content.Length == sizeof(ulong))
            {
                reference = new ReferenceTime(
                    new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(packet.Body)),
                    new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(content)));
                return true;
            }
        }

        return false;
    }
}

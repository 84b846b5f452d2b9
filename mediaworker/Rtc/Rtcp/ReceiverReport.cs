using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>RFC 3550 §6.4.2.</summary>
public readonly ref struct ReceiverReport
{
    private const int FixedLength = 4;

    public Ssrc Sender { get; private init; }

    public ReportBlocks Reports { get; private init; }

    public static bool TryParse(RtcpPacket packet, out ReceiverReport report)
    {
        report = default;
        var end = FixedLength + (packet.Count * ReportBlock.EncodedLength);
        if (packet.Type != RtcpType.ReceiverReport || packet.Body.Length < end)
        {
            return false;
        }

        report = new ReceiverReport
        {
            Sender = new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(packet.Body)),
            Reports = new ReportBlocks(packet.Body[FixedLength..end]),
        };
        return true;
    }
}

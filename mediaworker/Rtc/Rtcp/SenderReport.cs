using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>RFC 3550 §6.4.1. Ties the stream's media clock to the sender's wall clock.</summary>
public readonly ref struct SenderReport
{
    private const int FixedLength = 24;

    public Ssrc Sender { get; private init; }

    public NtpTime Ntp { get; private init; }

    /// <summary>The same moment on the media clock.</summary>
    public RtpTime Timestamp { get; private init; }

    public uint PacketCount { get; private init; }

    /// <summary>Payload only.</summary>
    public uint OctetCount { get; private init; }

    public ReportBlocks Reports { get; private init; }

    public static bool TryParse(RtcpPacket packet, out SenderReport report)
    {
        report = default;
        var body = packet.Body;
        var end = FixedLength + (packet.Count * ReportBlock.EncodedLength);
        if (packet.Type != RtcpType.SenderReport || body.Length < end)
        {
            return false;
        }

        report = new SenderReport
        {
            Sender = new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(body)),
            Ntp = new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(body[4..])),
            Timestamp = new RtpTime(BinaryPrimitives.ReadUInt32BigEndian(body[12..])),
            PacketCount = BinaryPrimitives.ReadUInt32BigEndian(body[16..]),
            OctetCount = BinaryPrimitives.ReadUInt32BigEndian(body[20..]),
            Reports = new ReportBlocks(body[FixedLength..end]),
        };
        return true;
    }
}

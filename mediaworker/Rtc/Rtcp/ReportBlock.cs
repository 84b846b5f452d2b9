using System.Buffers.Binary;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Rtcp;

/// <summary>What a receiver says of one stream (RFC 3550 §6.4.1).</summary>
/// <param name="Source">The stream.</param>
/// <param name="FractionLost">Since the last report, in 1/256.</param>
/// <param name="CumulativeLost">24 bits, signed: duplicates make it negative.</param>
/// <param name="HighestSequence">Cycles in the upper half, the highest number received in the lower.</param>
/// <param name="Jitter">In ticks of the stream's clock.</param>
/// <param name="LastSenderReport">
/// LSR: the compact NTP time of the last sender report; zero when there was none.
/// </param>
/// <param name="DelaySinceLastSenderReport">DLSR: 16.16 seconds from its arrival to this report.</param>
public readonly record struct ReportBlock(
    Ssrc Source,
    byte FractionLost,
    int CumulativeLost,
    uint HighestSequence,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    public const int EncodedLength = 24;

    private const int CumulativeLimit = 0x7F_FFFF;

    public static bool TryParse(ReadOnlySpan<byte> data, out ReportBlock block)
    {
        block = default;
        if (data.Length < EncodedLength)
        {
            return false;
        }

        block = new ReportBlock(
            new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(data)),
            data[4],
            (BinaryPrimitives.ReadInt32BigEndian(data[4..]) << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(data[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(data[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(data[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(data[20..]));
        return true;
    }

    /// <summary>
    /// The sender's view: now − LSR − DLSR (RFC 3550 §6.4.1, figure 2). Null without LSR, or when clocks or numbers
    /// make it negative or longer than a minute.
    /// </summary>
    /// <param name="now">When the report arrived, on the clock that stamped the sender report.</param>
    public TimeSpan? RoundTripTime(NtpTime now) => RoundTrip.Of(now, LastSenderReport, DelaySinceLastSenderReport);

    internal void WriteTo(ref SpanWriter writer)
    {
        writer.WriteU32(Source.Value);
        writer.WriteU8(FractionLost);
        writer.WriteU24((uint)Math.Clamp(CumulativeLost, -CumulativeLimit - 1, CumulativeLimit));
        writer.WriteU32(HighestSequence);
        writer.WriteU32(Jitter);
        writer.WriteU32(LastSenderReport);
        writer.WriteU32(DelaySinceLastSenderReport);
    }
}

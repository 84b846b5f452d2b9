using System.Buffers.Binary;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Rtcp;

/// <summary>
/// Composes a compound packet. Each method writes one whole packet or, when it does not fit, nothing, and says which.
/// The order is the caller's: a report, then SDES, unless both sides agreed on reduced size (RFC 5506).
/// </summary>
public ref struct RtcpWriter(Span<byte> buffer)
{
    private const int MaxCount = 31;

    private SpanWriter _writer = new(buffer);

    /// <summary>Bytes of the compound so far.</summary>
    public readonly int Length => _writer.Position;

    /// <param name="sender">The stream described.</param>
    /// <param name="ntp">Now, on the wall clock.</param>
    /// <param name="timestamp">Now, on the media clock.</param>
    /// <param name="packetCount">Sent since the start.</param>
    /// <param name="octetCount">Payload sent since the start.</param>
    /// <param name="reports">At most 31.</param>
    public bool WriteSenderReport(
        Ssrc sender,
        NtpTime ntp,
        RtpTime timestamp,
        uint packetCount,
        uint octetCount,
        scoped ReadOnlySpan<ReportBlock> reports)
    {
        var start = Begin(RtcpType.SenderReport, reports.Length);
        _writer.WriteU32(sender.Value);
        _writer.WriteU64(ntp.Value);
        _writer.WriteU32(timestamp.Value);
        _writer.WriteU32(packetCount);
        _writer.WriteU32(octetCount);
        WriteBlocks(reports);
        return reports.Length <= MaxCount ? End(start) : Abandon(start);
    }

    /// <param name="sender">Who reports.</param>
    /// <param name="reports">At most 31; none is a valid report too.</param>
    public bool WriteReceiverReport(Ssrc sender, scoped ReadOnlySpan<ReportBlock> reports)
    {
        var start = Begin(RtcpType.ReceiverReport, reports.Length);
        _writer.WriteU32(sender.Value);
        WriteBlocks(reports);
        return reports.Length <= MaxCount ? End(start) : Abandon(start);
    }

    /// <summary>SDES with one CNAME.</summary>
    /// <param name="source">Whose.</param>
    /// <param name="name">UTF-8, at most 255 bytes.</param>
    public bool WriteCanonicalName(Ssrc source, scoped ReadOnlySpan<byte> name)
    {
        var start = Begin(RtcpType.SourceDescription, 1);
        _writer.WriteU32(source.Value);
        _writer.WriteU8((byte)SdesItemType.CanonicalName);
        _writer.WriteU8((byte)name.Length);
        _writer.WriteBytes(name);

        // At least one zero ends the chunk.
        _writer.WriteZeros(4 - ((name.Length + 2) & 3));
        return name.Length <= byte.MaxValue ? End(start) : Abandon(start);
    }

    /// <summary>Asks senders to return the time, for the round trip.</summary>
    public bool WriteReferenceTime(ReferenceTime reference)
    {
        var start = BeginExtended(reference.Receiver, ExtendedBlocks.ReferenceTime, words: 2);
        _writer.WriteU64(reference.Ntp.Value);
        return End(start);
    }

    /// <param name="sender">Who returns it.</param>
    /// <param name="receiver">Whose time it is.</param>
    /// <param name="delay">What is returned.</param>
    public bool WriteReferenceDelay(Ssrc sender, Ssrc receiver, ReferenceDelay delay)
    {
        var start = BeginExtended(sender, ExtendedBlocks.ReferenceDelays, words: 3);
        _writer.WriteU32(receiver.Value);
        _writer.WriteU32(delay.LastReference);
        _writer.WriteU32(delay.Delay);
        return End(start);
    }

    /// <param name="sources">At most 31.</param>
    public bool WriteGoodbye(scoped ReadOnlySpan<Ssrc> sources)
    {
        var start = Begin(RtcpType.Goodbye, sources.Length);
        foreach (var source in sources)
        {
            _writer.WriteU32(source.Value);
        }

        return sources.Length <= MaxCount ? End(start) : Abandon(start);
    }

    /// <param name="sender">Who asks.</param>
    /// <param name="media">The stream that lost packets.</param>
    /// <param name="lost">At least one, in the order of sending: neighbours share an entry.</param>
    public bool WriteNack(Ssrc sender, Ssrc media, scoped ReadOnlySpan<RtpSeq> lost)
    {
        var start = BeginFeedback(RtcpType.TransportFeedback, RtcpFormat.GenericNack, sender, media);
        for (var index = 0; index < lost.Length;)
        {
            var packetId = lost[index++];
            var mask = 0;
            for (; index < lost.Length && lost[index] - packetId is >= 1 and <= 16; index++)
            {
                mask |= 1 << (lost[index] - packetId - 1);
            }

            _writer.WriteU16(packetId.Value);
            _writer.WriteU16((ushort)mask);
        }

        return lost.IsEmpty ? Abandon(start) : End(start);
    }

    public bool WritePictureLoss(Ssrc sender, Ssrc media) =>
        End(BeginFeedback(RtcpType.PayloadFeedback, RtcpFormat.PictureLoss, sender, media));

    public bool WriteFullIntraRequest(Ssrc sender, FullIntraEntry entry)
    {
        var start = BeginFeedback(RtcpType.PayloadFeedback, RtcpFormat.FullIntra, sender, new Ssrc(0));
        _writer.WriteU32(entry.Media.Value);
        _writer.WriteU8(entry.CommandNumber);
        _writer.WriteU24(0);
        return End(start);
    }

    /// <param name="sender">Who reports.</param>
    /// <param name="media">Any stream of the transport.</param>
    /// <param name="feedbackCount">One more for every feedback packet.</param>
    /// <param name="first">The sequence number of the first arrival.</param>
    /// <param name="arrivals">
    /// By sequence number; <see cref="Instant.Never"/> for a packet that has not arrived.
    /// </param>
    /// <returns>
    /// How many of the arrivals the packet tells of; go on with the rest in another packet. Zero: nothing was
    /// written.
    /// </returns>
    public int WriteTransportFeedback(
        Ssrc sender, Ssrc media, byte feedbackCount, RtpSeq first, scoped ReadOnlySpan<Instant> arrivals)
    {
        var start = BeginFeedback(RtcpType.TransportFeedback, RtcpFormat.TransportWide, sender, media);
        var covered = TransportFeedbackEncoder.Write(ref _writer, feedbackCount, first, arrivals);
        _writer.WriteZeros(-_writer.Position & 3);
        if (covered > 0 && End(start))
        {
            return covered;
        }

        Abandon(start);
        return 0;
    }

    private int Begin(RtcpType type, int count)
    {
        var start = _writer.Position;
        _writer.WriteU8((byte)(0x80 | (count & MaxCount)));
        _writer.WriteU8((byte)type);
        _writer.WriteU16(0);
        return start;
    }

    private int BeginFeedback(RtcpType type, int format, Ssrc sender, Ssrc media)
    {
        var start = Begin(type, format);
        _writer.WriteU32(sender.Value);
        _writer.WriteU32(media.Value);
        return start;
    }

    /// <summary>Of one block (RFC 3611 §2 and §3).</summary>
    private int BeginExtended(Ssrc sender, byte blockType, ushort words)
    {
        var start = Begin(RtcpType.ExtendedReport, 0);
        _writer.WriteU32(sender.Value);
        _writer.WriteU8(blockType);
        _writer.WriteU8(0);
        _writer.WriteU16(words);
        return start;
    }

    private void WriteBlocks(scoped ReadOnlySpan<ReportBlock> reports)
    {
        foreach (var report in reports)
        {
            report.WriteTo(ref _writer);
        }
    }

    private bool End(int start)
    {
        if (_writer.Overflowed)
        {
            return Abandon(start);
        }

        var packet = _writer.Written[start..];
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((packet.Length / 4) - 1));
        return true;
    }

    private bool Abandon(int start)
    {
        _writer.RewindTo(start);
        return false;
    }
}

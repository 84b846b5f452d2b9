using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtcp;

public sealed class RtcpWriterTests
{
    [Fact]
    public void Composes_a_compound()
    {
        var buffer = new byte[200];
        var writer = new RtcpWriter(buffer);
        Assert.True(writer.WriteReceiverReport(new Ssrc(1), []));
        Assert.True(writer.WriteCanonicalName(new Ssrc(1), "cname"u8));
        Assert.True(writer.WriteNack(new Ssrc(1), new Ssrc(2), [new RtpSeq(3)]));

        var reader = new RtcpReader(buffer.AsSpan(0, writer.Length));
        Assert.True(reader.TryRead(out var packet) && ReceiverReport.TryParse(packet, out _));
        Assert.True(reader.TryRead(out packet) && SourceDescription.TryParse(packet, out _));
        Assert.True(reader.TryRead(out packet) && GenericNack.TryParse(packet, out _));
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.IsMalformed);
    }

    [Fact]
    public void A_packet_that_does_not_fit_leaves_the_compound_as_it_was()
    {
        // Room for the report (8 bytes) and for no other packet but the smallest.
        for (var room = 8; room < 20; room++)
        {
            var writer = new RtcpWriter(new byte[room]);
            Assert.True(writer.WriteReceiverReport(new Ssrc(1), []));
            Assert.False(writer.WriteSenderReport(new Ssrc(1), default, default, 0, 0, []));
            Assert.False(writer.WritePictureLoss(new Ssrc(1), new Ssrc(2)));
            Assert.False(writer.WriteNack(new Ssrc(1), new Ssrc(2), [new RtpSeq(3)]));
            Assert.Equal(0, writer.WriteTransportFeedback(new Ssrc(1), new Ssrc(2), 0, default, [default]));
            Assert.Equal(8, writer.Length);
            Assert.Equal(room >= 16, writer.WriteGoodbye([new Ssrc(1)]));
        }
    }

    [Fact]
    public void Writing_and_reading_allocate_nothing()
    {
        var buffer = new byte[1000];
        var arrivals = new Instant[50];
        WriteAndRead(buffer, arrivals);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            WriteAndRead(buffer, arrivals);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void WriteAndRead(byte[] buffer, Instant[] arrivals)
    {
        var writer = new RtcpWriter(buffer);
        writer.WriteReceiverReport(new Ssrc(1), [default]);
        writer.WriteNack(new Ssrc(1), new Ssrc(2), [new RtpSeq(3), new RtpSeq(9)]);
        writer.WriteTransportFeedback(new Ssrc(1), new Ssrc(2), 0, default, arrivals);
        var reader = new RtcpReader(buffer.AsSpan(0, writer.Length));
        while (reader.TryRead(out var packet))
        {
            if (GenericNack.TryParse(packet, out var nack))
            {
                foreach (var _ in nack)
                {
                }
            }
            else if (TransportFeedback.TryParse(packet, out var feedback))
            {
                foreach (var _ in feedback)
                {
                }
            }
        }
    }
}

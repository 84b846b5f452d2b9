using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class SentPacketsTests
{
    private static readonly Instant Start = new(5_000_000_000);

    private readonly SentPackets _sent = new(256);

    [Theory]
    [InlineData(0)]
    [InlineData(65_500)]
    public void A_packet_is_received_once_with_what_was_noted_of_it(int first)
    {
        Send(first, 100);
        Assert.True(_sent.TryReceive(new RtpSeq((ushort)(first + 40)), out var packet));
        Assert.Equal(new SentPacket(Start + TimeSpan.FromMilliseconds(40), 1040, 3), packet);
        Assert.False(_sent.TryReceive(new RtpSeq((ushort)(first + 40)), out _));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(30_000)]
    [InlineData(65_535)]
    public void What_was_never_sent_is_unknown(int sequence)
    {
        Send(0, 100);
        Assert.False(_sent.TryReceive(new RtpSeq((ushort)sequence), out _));
    }

    [Fact]
    public void What_the_ring_has_forgotten_is_unknown()
    {
        Send(0, 1000);
        Assert.False(_sent.TryReceive(new RtpSeq(1000 - 257), out _));
        Assert.True(_sent.TryReceive(new RtpSeq(1000 - 256), out _));
    }

    [Fact]
    public void Each_packet_is_judged_once_after_feedback_passed_it()
    {
        Send(0, 10);
        _sent.TryReceive(new RtpSeq(0), out _);
        _sent.MarkMissing(new RtpSeq(1));
        _sent.MarkMissing(new RtpSeq(2));
        _sent.TryReceive(new RtpSeq(4), out _);
        _sent.TryReceive(new RtpSeq(2), out _);
        Assert.Equal(
            [PacketFate.Received, PacketFate.Missing, PacketFate.Received, PacketFate.Unknown, PacketFate.Received],
            Judge(Instant.Never));
        Assert.Empty(Judge(Instant.Never));
    }

    [Fact]
    public void What_was_sent_lately_may_still_come_and_is_not_judged()
    {
        Send(0, 10);
        _sent.TryReceive(new RtpSeq(9), out _);
        Assert.Equal(4, Judge(Start + TimeSpan.FromMilliseconds(4)).Count);
    }

    private List<PacketFate> Judge(Instant before)
    {
        var fates = new List<PacketFate>();
        while (_sent.TryJudge(before, out _, out var fate))
        {
            fates.Add(fate);
        }

        return fates;
    }

    private void Send(int first, int count)
    {
        for (var index = 0; index < count; index++)
        {
            _sent.Add(Start + TimeSpan.FromMilliseconds(index), new RtpSeq((ushort)(first + index)), 1000 + index, 3);
        }
    }
}

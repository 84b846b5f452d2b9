using CsCheck;
using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class PacerTests
{
    private static readonly Instant Start = new(1_000_000);

    /// <summary>At a pacing rate of 1 Mbit/s.</summary>
    private readonly Pacer _pacer = new(Bitrate.Kilobits(400));

    [Fact]
    public void Spaced_packets_pass_straight_through()
    {
        for (var index = 0; index < 1000; index++)
        {
            var now = Start + TimeSpan.FromMilliseconds(10 * index);
            Assert.True(_pacer.MaySend(now));
            _pacer.PacketSent(now, 1200);
        }

        Assert.Equal(Instant.Never, _pacer.NextTimeout);
    }

    [Fact]
    public void A_burst_is_spread_in_order_and_all_of_it_has_left_within_the_longest_wait() =>
        Gen.Int[1, 1200].Array[1, 256].Sample(sizes =>
        {
            var pacer = new Pacer(Bitrate.Kilobits(400));
            var now = Start;
            var left = new List<long>();
            for (var index = 0; index < sizes.Length; index++)
            {
                if (pacer.MaySend(now))
                {
                    left.Add(index);
                    pacer.PacketSent(now, sizes[index]);
                }
                else
                {
                    Assert.True(pacer.TryDefer(new DeferredPacket(2, index, sizes[index])));
                }
            }

            while (!pacer.IsEmpty)
            {
                Assert.True(pacer.NextTimeout > now);
                now = pacer.NextTimeout;
                while (pacer.TryRelease(now, out var packet))
                {
                    Assert.Equal(2, packet.Slot);
                    Assert.Equal(sizes[packet.Sequence], packet.Bytes);
                    left.Add(packet.Sequence);
                    pacer.PacketSent(now, packet.Bytes);
                }
            }

            Assert.Equal(Enumerable.Range(0, sizes.Length).Select(index => (long)index), left);

            // What waits drains at such a rate that the queue halves in less than the wait: e-folding, not a hard end.
            Assert.True(now - Start < TimeSpan.FromMilliseconds(1500));
        });

    [Fact]
    public void What_waits_of_a_source_that_is_gone_does_not_leave()
    {
        Fill(10);
        _pacer.Forget(1);
        Assert.True(_pacer.TryRelease(Start + TimeSpan.FromSeconds(1), out var packet));
        Assert.Equal(0, packet.Slot);
        _pacer.Forget(0);
        Assert.False(_pacer.TryRelease(Start + TimeSpan.FromSeconds(1), out _));
        Assert.True(_pacer.IsEmpty);
    }

    [Fact]
    public void A_full_pacer_says_so_and_lets_go_what_it_has()
    {
        Fill(256);
        Assert.False(_pacer.TryDefer(new DeferredPacket(0, 256, 1200)));
        for (var index = 0; index < 256; index++)
        {
            Assert.True(_pacer.TryFlush(out var packet));
            Assert.Equal(index, packet.Sequence);
        }

        Assert.False(_pacer.TryFlush(out _));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(255, (1L << 39) - 1, 65_535)]
    [InlineData(3, -5, 1200)]
    public void A_deferred_packet_keeps_what_it_is_given(byte slot, long sequence, int bytes)
    {
        var packet = new DeferredPacket(slot, sequence, bytes);
        Assert.Equal((slot, sequence, bytes, false), (packet.Slot, packet.Sequence, packet.Bytes, packet.IsForgotten));
    }

    private void Fill(int count)
    {
        _pacer.PacketSent(Start, 60_000);
        for (var index = 0; index < count; index++)
        {
            Assert.True(_pacer.TryDefer(new DeferredPacket((byte)(index % 2), index, 1200)));
        }
    }
}

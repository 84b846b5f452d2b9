using CsCheck;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class StreamRewriterTests
{
    private const int ClockRate = 90_000;

    /// <summary>Where a source starts, and what becomes of each of its packets.</summary>
    private static readonly Gen<(int FirstSequence, uint FirstTimestamp, int[] Fates)> Source =
        Gen.Select(Gen.Int[0, 200_000], Gen.UInt, Gen.Int[0, 99].Array[1, 150]);

    [Fact]
    public void Sources_in_turn_with_loss_reordering_and_duplicates_make_one_stream_without_collisions()
    {
        Gen.Select(Gen.UShort, Gen.UInt, Source.Array[1, 6]).Sample((start, startTimestamp, sources) =>
        {
            var rewriter = new StreamRewriter(ClockRate, start, startTimestamp);
            var owners = new Dictionary<long, (int Source, long Sequence)>();
            var now = new Instant(0);
            var newestTimestamp = startTimestamp;
            for (var source = 0; source < sources.Length; source++)
            {
                var newestBefore = rewriter.Newest;
                var packets = Arrivals(sources[source].FirstSequence, sources[source].FirstTimestamp, sources[source].Fates);
                now += TimeSpan.FromMilliseconds(5);
                rewriter.Switch(now, packets[0].Sequence, packets[0].Timestamp);
                for (var index = 0; index < packets.Count; index++)
                {
                    now += TimeSpan.FromMilliseconds(1);
                    var (sequence, timestamp) = packets[index];
                    var isMapped = rewriter.TryMap(now, sequence, timestamp, out var mapped, out var mappedTimestamp);
                    Assert.Equal(sequence >= packets[0].Sequence, isMapped);
                    if (!isMapped)
                    {
                        continue;
                    }

                    Assert.Equal(newestBefore + 1 + sequence - packets[0].Sequence, mapped);
                    Assert.True(owners.TryAdd(mapped, (source, sequence)) || owners[mapped] == (source, sequence));
                    if (index == 0 && source > 0)
                    {
                        Assert.True(new RtpTime(mappedTimestamp) > new RtpTime(newestTimestamp));
                    }

                    newestTimestamp = mapped == rewriter.Newest ? mappedTimestamp : newestTimestamp;
                    Assert.Equal(rewriter.TimestampOffset, unchecked(mappedTimestamp - timestamp));
                }

                ExpectUnmapInverts(rewriter, owners, source);
            }
        });
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0x7fff)]
    [InlineData(0xffff)]
    public void A_stream_starts_below_2_15_so_that_its_roll_over_counter_starts_at_zero(int start)
    {
        var rewriter = new StreamRewriter(ClockRate, (ushort)start, 0);
        rewriter.Switch(default, 70_000, 0);
        Assert.True(rewriter.TryMap(default, 70_000, 0, out var mapped, out _));
        Assert.InRange(mapped, 0, 0x7fff);
    }

    [Theory]
    [InlineData(StreamRewriter.MaximumJump, StreamRewriter.MaximumJump)]
    [InlineData(StreamRewriter.MaximumJump + 1, 1)]
    [InlineData(104_536, 1)]
    public void A_jump_that_is_no_loss_is_closed_up(int jump, int expectedStep)
    {
        var rewriter = new StreamRewriter(ClockRate, 0, 0);
        rewriter.Switch(default, 1000, 0);
        Assert.True(rewriter.TryMap(default, 1000, 0, out var first, out _));
        Assert.True(rewriter.TryMap(default, 1000 + jump, 3000, out var second, out var timestamp));
        Assert.Equal(expectedStep, second - first);
        Assert.Equal(3000u, timestamp);
        Assert.True(rewriter.TryUnmap(new RtpSeq((ushort)second), out var sequence, out var mapped));
        Assert.Equal((1000 + jump, second), (sequence, mapped));
    }

    [Fact]
    public void Timestamps_advance_at_a_switch_by_the_time_that_passed()
    {
        var rewriter = new StreamRewriter(ClockRate, 0, 100);
        rewriter.Switch(new Instant(0), 5, 7_000_000);
        Assert.True(rewriter.TryMap(new Instant(0), 5, 7_000_000, out _, out var before));
        rewriter.Switch(new Instant(2_000_000), 900, 1);
        Assert.True(rewriter.TryMap(new Instant(2_000_000), 900, 1, out _, out var after));
        Assert.Equal((100u, 100u + (2 * ClockRate)), (before, after));
    }

    [Fact]
    public void Nothing_is_mapped_or_found_before_the_first_switch()
    {
        var rewriter = new StreamRewriter(ClockRate, 0, 0);
        Assert.False(rewriter.TryMap(default, 1, 1, out _, out _));
        Assert.False(rewriter.TryUnmap(new RtpSeq(0), out _, out _));
    }

    /// <summary>Every tenth packet or so is lost, sent twice, or overtaken by up to eight.</summary>
    private static List<(long Sequence, uint Timestamp)> Arrivals(int firstSequence, uint firstTimestamp, int[] fates)
    {
        var arrivals = new List<(int Order, long Sequence, uint Timestamp)>();
        for (var index = 0; index < fates.Length; index++)
        {
            var packet = (Sequence: (long)firstSequence + index, Timestamp: unchecked(firstTimestamp + (uint)(index / 3 * 3000)));
            var fate = fates[index];
            if (fate >= 10 || index == 0)
            {
                arrivals.Add((index + (fate is >= 80 and < 90 ? fate - 80 : 0), packet.Sequence, packet.Timestamp));
            }

            if (fate >= 90)
            {
                arrivals.Add((index + fate - 90, packet.Sequence, packet.Timestamp));
            }
        }

        return [.. arrivals.OrderBy(arrival => arrival.Order).Select(arrival => (arrival.Sequence, arrival.Timestamp))];
    }

    private static void ExpectUnmapInverts(
        StreamRewriter rewriter, Dictionary<long, (int Source, long Sequence)> owners, int current)
    {
        foreach (var (mapped, owner) in owners)
        {
            var isFound = rewriter.TryUnmap(new RtpSeq(unchecked((ushort)mapped)), out var sequence, out var found);
            Assert.Equal(owner.Source == current, isFound);
            if (isFound)
            {
                Assert.Equal((owner.Sequence, mapped), (sequence, found));
            }
        }
    }
}

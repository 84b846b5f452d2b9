using CsCheck;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class PassageTests
{
    private const int ClockRate = 90_000;

    /// <summary>Where a source starts, and what becomes of each of its packets.</summary>
    private static readonly Gen<(int FirstSequence, uint FirstTimestamp, int[] Fates)> Source =
        Gen.Select(Gen.Int[0, 200_000], Gen.UInt, Gen.Int[0, 99].Array[1, 150]);

    private readonly Layer _layer;

    public PassageTests() =>
        _layer = Stage.Publish(Stage.Join(new Room("room"), "host"), MediaSource.Camera).Layers[0];

    [Fact]
    public void Sources_in_turn_with_loss_reordering_and_duplicates_make_one_stream_without_collisions()
    {
        Gen.Select(Gen.UShort, Gen.UInt, Source.Array[1, 6]).Sample((start, startTimestamp, sources) =>
        {
            var head = new StreamHead(ClockRate, start, startTimestamp);
            Passage? passage = null;
            var owners = new Dictionary<long, (int Source, long Sequence)>();
            var now = new Instant(0);
            for (var source = 0; source < sources.Length; source++)
            {
                var (newestBefore, timestampBefore) = (head.Sequence, head.Timestamp);
                var packets = Arrivals(sources[source].FirstSequence, sources[source].FirstTimestamp, sources[source].Fates);
                now += TimeSpan.FromMilliseconds(5);
                passage = Begin(now, packets[0], passage, head);
                for (var index = 0; index < packets.Count; index++)
                {
                    now += TimeSpan.FromMilliseconds(1);
                    var packet = packets[index];
                    var mapped = newestBefore + 1 + packet.Sequence - packets[0].Sequence;
                    var rewrite = default(Rewrite);
                    var isMapped = passage.Covers(packet)
                        && passage.Map(now, packet, ref head, out rewrite) == PassageResult.Mapped;
                    Assert.Equal(packet.Sequence >= packets[0].Sequence && !owners.ContainsKey(mapped), isMapped);
                    if (!isMapped)
                    {
                        continue;
                    }

                    Assert.Equal(mapped, rewrite.Sequence);
                    owners.Add(mapped, (source, packet.Sequence));
                    Assert.Equal(passage.TimestampOffset, unchecked(rewrite.Timestamp - packet.Timestamp));
                    if (index == 0 && source > 0)
                    {
                        Assert.True(new RtpTime(rewrite.Timestamp) > new RtpTime(timestampBefore));
                    }
                }

                foreach (var (mapped, owner) in owners)
                {
                    Assert.Equal(owner.Source == source, passage.TryUnmap(mapped, out var found) && mapped >= passage.FirstMapped);
                    Assert.True(owner.Source != source || found == owner.Sequence);
                }
            }
        });
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0x7fff)]
    [InlineData(0xffff)]
    public void A_stream_starts_below_2_15_so_that_its_roll_over_counter_starts_at_zero(int start)
    {
        var head = new StreamHead(ClockRate, (ushort)start, 0);
        var passage = Begin(default, Packet(70_000, 0), null, head);
        Assert.Equal(PassageResult.Mapped, passage.Map(default, Packet(70_000, 0), ref head, out var rewrite));
        Assert.InRange(rewrite.Sequence, 0, 0x7fff);
    }

    [Theory]
    [InlineData(Passage.MaximumJump, Passage.MaximumJump)]
    [InlineData(Passage.MaximumJump + 1, 1)]
    [InlineData(104_536, 1)]
    public void A_jump_that_is_no_loss_is_closed_up(int jump, int expectedStep)
    {
        var head = new StreamHead(ClockRate, 0, 0);
        var passage = Begin(default, Packet(1000, 0), null, head);
        Assert.Equal(PassageResult.Mapped, passage.Map(default, Packet(1000, 0), ref head, out var first));
        Assert.Equal(PassageResult.Mapped, passage.Map(default, Packet(1000 + jump, 3000), ref head, out var second));
        Assert.Equal((expectedStep, 3000u), (second.Sequence - first.Sequence, second.Timestamp));
        Assert.True(passage.TryUnmap(second.Sequence, out var sequence));
        Assert.Equal(1000 + jump, sequence);
    }

    [Fact]
    public void Timestamps_advance_at_a_switch_by_the_time_that_passed()
    {
        var head = new StreamHead(ClockRate, 0, 100);
        var passage = Begin(new Instant(0), Packet(5, 7_000_000), null, head);
        passage.Map(new Instant(0), Packet(5, 7_000_000), ref head, out var before);
        var other = Stage.Publish(Stage.Join(new Room("room"), "other"), MediaSource.Camera).Layers[0];
        var next = new Passage(MediaKind.Video, other);
        var later = new Instant(2_000_000);
        next.Begin(later, other, Packet(900, 1), passage, head, Rung.Top);
        next.Map(later, Packet(900, 1), ref head, out var after);
        Assert.Equal((100u, 100u + (2 * ClockRate)), (before.Timestamp, after.Timestamp));
    }

    private Passage Begin(Instant now, StoredPacket first, Passage? before, StreamHead head)
    {
        var passage = new Passage(MediaKind.Video, _layer);
        passage.Begin(now, _layer, first, before, head, Rung.Top);
        return passage;
    }

    private static StoredPacket Packet(long sequence, uint timestamp) =>
        new() { Sequence = sequence, Timestamp = timestamp, Codec = CodecKind.H264 };

    /// <summary>Every tenth packet or so is lost, sent twice, or overtaken by up to eight.</summary>
    private static List<StoredPacket> Arrivals(int firstSequence, uint firstTimestamp, int[] fates)
    {
        var arrivals = new List<(int Order, StoredPacket Packet)>();
        for (var index = 0; index < fates.Length; index++)
        {
            var packet = Packet((long)firstSequence + index, unchecked(firstTimestamp + (uint)(index / 3 * 3000)));
            var fate = fates[index];
            if (fate >= 10 || index == 0)
            {
                arrivals.Add((index + (fate is >= 80 and < 90 ? fate - 80 : 0), packet));
            }

            if (fate >= 90)
            {
                arrivals.Add((index + fate - 90, packet));
            }
        }

        return [.. arrivals.OrderBy(arrival => arrival.Order).Select(arrival => arrival.Packet)];
    }
}

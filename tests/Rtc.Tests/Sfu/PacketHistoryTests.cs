using CsCheck;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class PacketHistoryTests
{
    private const int Maximum = 64;

    private static readonly Instant Start = new(1_000_000);

    [Fact]
    public void Whatever_the_order_of_arrival_a_number_is_taken_once_and_found_with_its_own_bytes()
    {
        Gen.Select(Gen.Int[0, 300].Array[0, 400], Gen.Int[0, 200_000]).Sample((numbers, microseconds) =>
        {
            var history = new PacketHistory(Maximum);
            var taken = new HashSet<int>();
            var now = Start;
            foreach (var number in numbers)
            {
                now += TimeSpan.FromMicroseconds(microseconds);
                if (history.TryAdd(now, Packet(number, now), Payload(number)))
                {
                    Assert.True(taken.Add(number), "it was there before");
                    Assert.True(history.TryFind(number, out _));
                }
            }

            for (var number = 0; number <= 300; number++)
            {
                if (history.TryFind(number, out var index))
                {
                    Assert.Contains(number, taken);
                    Assert.Equal(number, history.Packet(index).Sequence);
                    Assert.Equal(Payload(number), history.Payload(index).ToArray());
                }
            }
        });
    }

    [Fact]
    public void What_came_in_the_last_two_seconds_is_found_as_far_as_the_bound_in_packets_allows()
    {
        var history = new PacketHistory(Maximum);
        for (var number = 0; number < 1000; number++)
        {
            var now = Start + TimeSpan.FromMilliseconds(20 * number);
            Assert.True(history.TryAdd(now, Packet(number, now), new byte[1000]));
        }

        // 50 packets per second: 64 are little more than one of the two seconds.
        Assert.True(history.TryFind(999, out _) && history.TryFind(1000 - Maximum, out _));
        Assert.False(history.TryFind(999 - Maximum, out _));
    }

    [Fact]
    public void Growth_keeps_what_is_there()
    {
        var history = new PacketHistory(Maximum);
        for (var number = 0; number < Maximum; number++)
        {
            // 32 does not come, so that 0 still has its place when the places become more.
            Assert.True(number == 32 || history.TryAdd(Start, Packet(number, Start), [1]));
        }

        Assert.All(Enumerable.Range(0, Maximum), number => Assert.Equal(number != 32, history.TryFind(number, out _)));
    }

    [Theory]
    [InlineData(50, 4_000)]
    [InlineData(200, 150_000)]
    [InlineData(300, 4_000_000)]
    public void Memory_is_what_two_seconds_of_the_stream_need(int packetsPerSecond, int bitsPerSecond)
    {
        var history = new PacketHistory(1024);
        var size = Math.Min(bitsPerSecond / 8 / packetsPerSecond, PacketHistory.MaximumPayload);
        for (var number = 0; number < 20 * packetsPerSecond; number++)
        {
            var now = Start + (TimeSpan.FromSeconds(1) / packetsPerSecond * number);
            Assert.True(history.TryAdd(now, Packet(number, now), new byte[size]));
        }

        var needed = 2 * packetsPerSecond * size;
        Assert.True(history.TryFind((20 * packetsPerSecond) - (2 * packetsPerSecond), out _));
        Assert.InRange(history.Capacity, needed, needed + (needed / 4) + (3 * 16 * 1024));
    }

    [Fact]
    public void However_fast_a_stream_is_its_memory_is_bounded()
    {
        var history = new PacketHistory(1024);
        for (var number = 0; number < 10_000; number++)
        {
            Assert.True(history.TryAdd(Start, Packet(number, Start), new byte[PacketHistory.MaximumPayload]));
        }

        Assert.InRange(history.Capacity, 1, 2 * 1024 * 1024);
        Assert.True(history.TryFind(9_999, out _));
    }

    [Fact]
    public void A_packet_is_kept_once_and_numbers_before_zero_have_a_place_too()
    {
        var history = new PacketHistory(Maximum);
        Assert.True(history.TryAdd(Start, Packet(-1, Start), [1]));
        Assert.False(history.TryAdd(Start, Packet(-1, Start), [2]));
        Assert.True(history.TryFind(-1, out var index));
        Assert.Equal([1], history.Payload(index).ToArray());
    }

    [Fact]
    public void What_is_larger_than_any_media_packet_is_refused()
    {
        var history = new PacketHistory(Maximum);
        Assert.False(history.TryAdd(Start, Packet(0, Start), new byte[PacketHistory.MaximumPayload + 1]));
        Assert.True(history.TryAdd(Start, Packet(0, Start), new byte[PacketHistory.MaximumPayload]));
    }

    [Fact]
    public void Nothing_is_found_after_the_stream_is_over()
    {
        var history = new PacketHistory(Maximum);
        history.TryAdd(Start, Packet(7, Start), [1]);
        history.Clear();
        Assert.False(history.TryFind(7, out _));
        Assert.Equal(0, history.Capacity);
    }

    private static StoredPacket Packet(long number, Instant at) => new() { Sequence = number, ArrivedAt = at };

    private static byte[] Payload(int number) => [.. Enumerable.Repeat((byte)number, number % 7)];
}

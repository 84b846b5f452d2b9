using CsCheck;
using Serverless.Rtc.Sfu;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class PacketHistoryTests
{
    private const int Capacity = 16;

    [Fact]
    public void It_finds_what_a_model_says_it_holds_whatever_the_order_of_arrival()
    {
        Gen.Int[0, 80].Array[0, 120].Sample(numbers =>
        {
            var history = new PacketHistory(Capacity);
            var places = new Dictionary<int, int>();
            foreach (var number in numbers)
            {
                var isTaken = places.TryGetValue(number % Capacity, out var holder) && holder >= number;
                var index = history.Add(new StoredPacket { Sequence = number }, Payload(number));
                Assert.Equal(isTaken, index < 0);
                if (!isTaken)
                {
                    places[number % Capacity] = number;
                }
            }

            for (var number = 0; number <= 80; number++)
            {
                var isHeld = places.GetValueOrDefault(number % Capacity, -1) == number;
                Assert.Equal(isHeld, history.TryFind(number, out var index));
                Assert.True(!isHeld || history.Payload(index).SequenceEqual(Payload(number)));
            }
        });
    }

    [Fact]
    public void A_packet_is_kept_once()
    {
        var history = new PacketHistory(Capacity);
        Assert.Equal(3, history.Add(new StoredPacket { Sequence = 3 }, [1]));
        Assert.Equal(-1, history.Add(new StoredPacket { Sequence = 3 }, [2]));
        Assert.Equal(new byte[] { 1 }, history.Payload(3).ToArray());
    }

    [Fact]
    public void Numbers_before_zero_have_a_place_too()
    {
        var history = new PacketHistory(Capacity);
        Assert.Equal(Capacity - 1, history.Add(new StoredPacket { Sequence = -1 }, [7]));
        Assert.True(history.TryFind(-1, out _));
    }

    [Fact]
    public void What_is_larger_than_any_media_packet_is_refused()
    {
        var history = new PacketHistory(Capacity);
        Assert.Equal(-1, history.Add(new StoredPacket(), new byte[PacketHistory.MaximumPayload + 1]));
        Assert.Equal(0, history.Add(new StoredPacket(), new byte[PacketHistory.MaximumPayload]));
    }

    private static byte[] Payload(int number) => [.. Enumerable.Repeat((byte)number, number % 7)];
}

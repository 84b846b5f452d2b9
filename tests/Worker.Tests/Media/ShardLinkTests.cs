using System.Buffers.Binary;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Worker.Media.Crossing;

namespace Serverless.Worker.Tests.Media;

public sealed class ShardLinkTests
{
    private const int Capacity = 1 << 14;

    private readonly ShardLink _link = new(Capacity);
    private long _sequence;

    [Fact]
    public void What_is_read_is_what_was_written_round_and_round_the_memory()
    {
        var random = new Random(1);
        var payload = new byte[1400];
        for (var turn = 0; turn < 2_000; turn++)
        {
            var length = random.Next(payload.Length);
            random.NextBytes(payload);
            Assert.True(TryCross(payload.AsSpan(0, length), isVideo: true));
            _link.Flush();
            Assert.True(_link.TryRead(out var message, out var packet, out var bytes));
            Assert.Null(message);
            Assert.Equal(_sequence, packet.Packet.Sequence);
            Assert.True(bytes.SequenceEqual(payload.AsSpan(0, length)));
            Assert.False(_link.TryRead(out _, out _, out _));
        }
    }

    [Fact]
    public void A_link_that_is_half_full_takes_no_video_and_audio_until_it_is_full_and_messages_always()
    {
        var bytes = new byte[1000];
        var videos = Fill(bytes, isVideo: true);
        var audios = Fill(bytes, isVideo: false);
        Assert.InRange(videos, 3, Capacity / 2 / bytes.Length);
        Assert.InRange(videos + audios, 2 * videos, Capacity / bytes.Length);
        Assert.False(TryCross(bytes, isVideo: true));
        _link.Tell(Message(1));
        _link.Flush();
        for (var packet = 0; packet < videos + audios; packet++)
        {
            Assert.True(_link.TryRead(out var early, out _, out _));
            Assert.Null(early);
        }

        Assert.True(_link.TryRead(out var message, out _, out _));
        Assert.Equal(Message(1), message);
        Assert.False(_link.HasWaiting);
        Assert.True(TryCross(bytes, isVideo: true), "what was read makes room");
    }

    [Fact]
    public void A_message_neither_overtakes_a_packet_nor_is_overtaken()
    {
        _link.Tell(Message(1));
        Assert.True(TryCross([1], isVideo: false));
        _link.Tell(Message(2));
        _link.Tell(Message(3));
        Assert.True(TryCross([2], isVideo: true));
        _link.Flush();
        Assert.Equal(["m1", "p1", "m2", "m3", "p2"], ReadAll());
    }

    [Fact]
    public void Nothing_is_seen_before_it_is_flushed_and_then_the_reader_is_woken_once()
    {
        var woken = 0;
        _link.Wake = () => woken++;
        Assert.True(TryCross([1], isVideo: true));
        Assert.True(TryCross([2], isVideo: true));
        Assert.False(_link.HasWaiting);
        Assert.False(_link.TryRead(out _, out _, out _));
        _link.Flush();
        _link.Flush();
        Assert.True(_link.HasWaiting);
        Assert.Equal(1, woken);
    }

    [Fact]
    public void One_thread_reads_all_that_another_writes_in_order_and_whole()
    {
        const int Packets = 200_000;
        var writer = new Thread(() =>
        {
            Span<byte> payload = stackalloc byte[64];
            for (var number = 1; number <= Packets; number++)
            {
                payload.Fill((byte)number);
                BinaryPrimitives.WriteInt32BigEndian(payload, number);
                if (number % 100 == 0)
                {
                    _link.Tell(Message(number));
                }

                while (!TryCross(payload[..(4 + (number % 60))], isVideo: false))
                {
                    _link.Flush();
                    Thread.Yield();
                }

                _link.Flush();
            }
        });
        writer.Start();
        var (packets, messages) = (0, 0);
        while (packets < Packets)
        {
            if (!_link.TryRead(out var message, out _, out var bytes))
            {
                Thread.Yield();
            }
            else if (message is not null)
            {
                messages++;
                Assert.Equal(Message(packets + 1), message);
            }
            else
            {
                packets++;
                Assert.Equal(packets, BinaryPrimitives.ReadInt32BigEndian(bytes));
                Assert.Equal(4 + (packets % 60), bytes.Length);
                Assert.Equal(-1, bytes[4..].IndexOfAnyExcept((byte)packets));
            }
        }

        writer.Join();
        Assert.Equal(Packets / 100, messages);
    }

    [Fact]
    public void Crossing_allocates_nothing()
    {
        var bytes = new byte[1200];
        Cross(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Cross(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Cross(int packets)
        {
            for (var packet = 0; packet < packets; packet++)
            {
                TryCross(bytes, isVideo: true);
                _link.Flush();
                _link.TryRead(out _, out _, out _);
            }
        }
    }

    private int Fill(byte[] bytes, bool isVideo)
    {
        var count = 0;
        while (TryCross(bytes, isVideo))
        {
            count++;
        }

        return count;
    }

    private List<string> ReadAll()
    {
        var read = new List<string>();
        while (_link.TryRead(out var message, out var packet, out _))
        {
            read.Add(message is TestMessage said ? $"m{said.Number}" : $"p{packet.Packet.Sequence}");
        }

        return read;
    }

    private bool TryCross(ReadOnlySpan<byte> bytes, bool isVideo)
    {
        var packet = new StoredPacket { Sequence = _sequence + 1, PayloadLength = bytes.Length };
        if (!_link.TryCross(new CrossingPacket(1, 0, packet), bytes, isVideo))
        {
            return false;
        }

        _sequence++;
        return true;
    }

    private static TestMessage Message(int number) => new(number);

    private sealed record TestMessage(int Number) : CrossingMessage;
}

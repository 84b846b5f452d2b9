using CsCheck;
using Serverless.Rtc.Framing;
using Serverless.Rtc.Peer;

namespace Serverless.Rtc.Tests.Framing;

public sealed class FrameQueueTests
{
    private static readonly Gen<SendPriority> Priorities = Gen.Enum<SendPriority>();

    [Fact]
    public void Whatever_the_stream_takes_at_a_time_what_was_queued_comes_out_whole_and_each_kind_in_order()
    {
        var step = Gen.Select(Priorities, Gen.Int[1, 1400], Gen.Int[0, 4000]);
        step.Array[1, 200].Sample(steps =>
        {
            var stream = new SlowStream();
            var queued = new List<byte[]>();
            var number = 0;
            foreach (var (priority, length, taken) in steps)
            {
                var datagram = Datagram(priority, ++number, length);
                if (stream.Queue.TryAdd(datagram, priority))
                {
                    queued.Add(datagram);
                }

                stream.Take(taken);
            }

            stream.Take(int.MaxValue);
            Assert.Equal(OfKind(queued, video: true), OfKind(stream.Arrived, video: true));
            Assert.Equal(OfKind(queued, video: false), OfKind(stream.Arrived, video: false));
            Assert.True(stream.Queue.IsEmpty);
        });
    }

    [Fact]
    public void Voices_overtake_pictures_but_not_in_the_middle_of_one()
    {
        var stream = new SlowStream();
        stream.Queue.TryAdd(Datagram(SendPriority.Video, 1, 1000), SendPriority.Video);
        stream.Queue.TryAdd(Datagram(SendPriority.Video, 2, 1000), SendPriority.Video);
        stream.Take(500);
        stream.Queue.TryAdd(Datagram(SendPriority.Audio, 3, 100), SendPriority.Audio);

        stream.Take(int.MaxValue);

        Assert.Equal([1, 3, 2], stream.Arrived.Select(NumberOf));
    }

    [Fact]
    public void Where_nothing_goes_video_is_refused_first_and_checks_are_answered_longest()
    {
        var queue = new FrameQueue();
        var accepted = new Dictionary<SendPriority, int>();
        foreach (var priority in Enum.GetValues<SendPriority>())
        {
            while (queue.TryAdd(new byte[98], priority))
            {
                accepted[priority] = accepted.GetValueOrDefault(priority) + 100;
            }
        }

        Assert.InRange(accepted[SendPriority.Video], FrameQueue.VideoLimit - 100, FrameQueue.VideoLimit);
        Assert.InRange(accepted[SendPriority.Audio], FrameQueue.AudioLimit - 100, FrameQueue.AudioLimit);
        Assert.InRange(
            accepted[SendPriority.Audio] + accepted[SendPriority.Control],
            FrameQueue.ControlLimit - 100,
            FrameQueue.ControlLimit);
    }

    private static byte[] Datagram(SendPriority priority, int number, int length)
    {
        var datagram = new byte[length + 3];
        datagram[0] = (byte)priority;
        datagram[1] = (byte)(number >> 8);
        datagram[2] = (byte)number;
        return datagram;
    }

    private static int NumberOf(byte[] datagram) => (datagram[1] << 8) | datagram[2];

    private static IEnumerable<byte[]> OfKind(IEnumerable<byte[]> datagrams, bool video) =>
        datagrams.Where(datagram => datagram[0] == (byte)SendPriority.Video == video);

    /// <summary>Takes as many bytes as it is told to, and reads what comes out.</summary>
    private sealed class SlowStream
    {
        private readonly FrameReader _reader = new();

        public FrameQueue Queue { get; } = new();

        public List<byte[]> Arrived { get; } = [];

        public void Take(int bytes)
        {
            while (bytes > 0 && !Queue.IsEmpty)
            {
                var next = Queue.Next;
                Span<byte> taken = next[..Math.Min(bytes, next.Length)].ToArray();
                Queue.Written(taken.Length);
                bytes -= taken.Length;
                while (_reader.TryRead(ref taken, out var datagram))
                {
                    Arrived.Add(datagram.ToArray());
                }
            }
        }
    }
}

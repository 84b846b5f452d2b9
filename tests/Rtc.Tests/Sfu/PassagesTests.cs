using CsCheck;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Tests.Sfu.Continuity;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>A slot's stream over three simulcast layers, each an encoder with counters and a clock of its own.</summary>
public sealed class PassagesTests
{
    private const int Frames = 120;

    [Fact]
    public void Any_network_and_any_switches_of_layers_leave_one_stream_that_rises() =>
        Gen.Select(Gen.Int[0, 25], Gen.Int[0, 1_000_000]).Sample(
            (lossPercent, seed) => Check(lossPercent, isDisturbed: true, new Random(seed)), iter: 300);

    [Fact]
    public void Where_nothing_is_lost_nothing_is_missing_whatever_is_left_out() =>
        Gen.Int[0, 1_000_000].Sample(seed => Check(lossPercent: 0, isDisturbed: false, new Random(seed)), iter: 200);

    [Fact]
    public void Sender_reports_of_two_layers_carry_the_timestamp_over_exactly()
    {
        var layers = Layers();
        var (low, high) = (layers[0], layers[2]);
        var passages = new Passages(MediaKind.Video, new StreamHead(90_000, 1, 1_000));

        // At 10 s of the publisher's clock the one is at 50,000, the other at 4,000,000,000.
        low.Clock.Handle(NtpTime.FromUnixMicroseconds(10_000_000), 50_000);
        high.Clock.Handle(NtpTime.FromUnixMicroseconds(10_000_000), 4_000_000_000);
        var first = Packet(1, 50_000);
        passages.Begin(new Instant(1), low, first, Rung.Top);
        Assert.Equal(PassageResult.Mapped, passages.Map(new Instant(1), low, first, low, out var before));

        // Captured 100 ms after the first, and arrived 250 ms after it.
        var second = Packet(900, 4_000_009_000);
        passages.Begin(new Instant(250_001), high, second, Rung.Top);
        Assert.Equal(PassageResult.Mapped, passages.Map(new Instant(250_001), high, second, high, out var after));
        Assert.Equal((1_000u, 10_000u, 1L), (before.Timestamp, after.Timestamp, after.Sequence - before.Sequence));
    }

    [Fact]
    public void Clocks_that_contradict_the_arrival_are_not_believed()
    {
        var layers = Layers();
        var (low, high) = (layers[0], layers[2]);
        var passages = new Passages(MediaKind.Video, new StreamHead(90_000, 1, 1_000));
        low.Clock.Handle(NtpTime.FromUnixMicroseconds(10_000_000), 50_000);
        high.Clock.Handle(NtpTime.FromUnixMicroseconds(99_000_000), 0);
        passages.Begin(new Instant(1), low, Packet(1, 50_000), Rung.Top);
        passages.Map(new Instant(1), low, Packet(1, 50_000), low, out _);
        passages.Begin(new Instant(100_001), high, Packet(5, 0), Rung.Top);
        passages.Map(new Instant(100_001), high, Packet(5, 0), high, out var after);
        Assert.Equal(10_000u, after.Timestamp);
    }

    private static void Check(int lossPercent, bool isDisturbed, Random random)
    {
        var layers = Layers();
        var arrivals = layers.Select((_, index) => Sent(index, random))
            .SelectMany(sent => isDisturbed ? Network.Disturb(sent, lossPercent, random) : sent)
            .OrderBy(arrival => arrival.At)
            .ToList();
        var passages = new Passages(MediaKind.Video, new StreamHead(90_000, (ushort)random.Next(1 << 16), (uint)random.Next()));
        var sentOut = new SortedDictionary<long, (Arrival Arrival, Rewrite Rewrite)>();
        Layer? playing = null;
        var wanted = 0;
        var starts = new List<long> { 0, 0 };
        foreach (var arrival in arrivals)
        {
            var layer = layers[arrival.Layer];
            if (!layer.TryAdd(arrival.At, arrival.Packet, arrival.Payload, default))
            {
                continue;
            }

            wanted = random.Next(30) == 0 ? random.Next(3) : wanted;
            if (layer != playing && arrival.Packet.StartsKeyFrame && arrival.Layer == wanted)
            {
                passages.Begin(arrival.At, layer, arrival.Packet, Rung.Top);
                playing = layer;
                starts.Add(passages.Present!.FirstMapped);
            }

            if (playing is not null && random.Next(20) == 0)
            {
                passages.Present!.Limit(Rung.All, (byte)random.Next(3));
            }

            if (passages.Map(arrival.At, layer, arrival.Packet, playing, out var rewrite) == PassageResult.Mapped)
            {
                Assert.True(sentOut.TryAdd(rewrite.Sequence, (arrival, rewrite)), "one number, two packets");
                ExpectFound(passages, arrival.At, layers, arrival, rewrite);
            }
        }

        ExpectRising([.. sentOut.Values], isComplete: !isDisturbed);
        var now = arrivals[^1].At;
        foreach (var (arrival, rewrite) in sentOut.Values.TakeLast(20))
        {
            if (rewrite.Sequence >= starts[^2])
            {
                ExpectFound(passages, now, layers, arrival, rewrite);
            }
        }
    }

    private static void ExpectRising(List<(Arrival Arrival, Rewrite Rewrite)> stream, bool isComplete)
    {
        for (var index = 1; index < stream.Count; index++)
        {
            var (before, after) = (stream[index - 1], stream[index]);
            var isSameFrame = (before.Arrival.Layer, before.Arrival.Frame) == (after.Arrival.Layer, after.Arrival.Frame);
            var step = new RtpTime(after.Rewrite.Timestamp) - new RtpTime(before.Rewrite.Timestamp);
            Assert.True(isSameFrame ? step == 0 : step > 0, "timestamps rise from frame to frame");
            var pictures = (after.Rewrite.Vp8.PictureId - before.Rewrite.Vp8.PictureId) & 0x7FFF;
            Assert.True(isSameFrame ? pictures == 0 : pictures is > 0 and < 1000, "picture ids rise from frame to frame");
            if (isComplete)
            {
                Assert.Equal(before.Rewrite.Sequence + 1, after.Rewrite.Sequence);
                Assert.Equal(isSameFrame ? 0 : 1, pictures);
            }
        }
    }

    private static void ExpectFound(Passages passages, Instant now, Layer[] layers, Arrival arrival, Rewrite rewrite)
    {
        Assert.True(passages.TryFind(now, rewrite.Sequence, out var layer, out var index, out var again));
        Assert.Equal(layers[arrival.Layer], layer);
        Assert.Equal(arrival.Packet.Sequence, layer.History.Packet(index).Sequence);
        Assert.Equal(rewrite, again);
    }

    /// <summary>A frame each 33 ms, with a key frame now and then.</summary>
    private static List<Arrival> Sent(int layer, Random random)
    {
        var stream = new Vp8Stream(random.Next(1 << 15), (byte)random.Next(256), (byte)random.Next(32));
        var sequence = random.NextInt64(1 << 17);
        var clock = (uint)random.NextInt64(1L << 32);
        var sent = new List<Arrival>();
        for (var frame = 0; frame < Frames; frame++)
        {
            var isKey = frame == 0 || random.Next(12) == 0;
            var packets = stream.Next(isKey, random.Next(1, 4)).Packets;
            for (var index = 0; index < packets.Length; index++)
            {
                var at = new Instant(1_000_000 + (frame * 33_333L) + (layer * 1_000) + (index * 100));
                var packet = Packet(sequence++, unchecked(clock + (uint)(frame * 3000))) with
                {
                    Codec = CodecKind.Vp8,
                    Vp8 = PacketFacts.Read(CodecKind.Vp8, packets[index]).Vp8,
                    ArrivedAt = at,
                    StartsKeyFrame = isKey && index == 0,
                    Marker = index == packets.Length - 1,
                };
                sent.Add(new Arrival(at, layer, frame, packet, packets[index]));
            }
        }

        return sent;
    }

    private static StoredPacket Packet(long sequence, uint timestamp) =>
        new() { Sequence = sequence, Timestamp = timestamp, Codec = CodecKind.H264 };

    private static Layer[] Layers() =>
        Stage.Publish(Stage.Join(new Room("room"), "host"), MediaSource.Camera, "q", "h", "f").Layers.ToArray();

    private sealed record Arrival(Instant At, int Layer, int Frame, StoredPacket Packet, byte[] Payload);
}

using CsCheck;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Tests.Sfu.Continuity;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>A slot's stream over three sources, each an encoder with counters and a clock of its own.</summary>
public sealed class PassagesTests
{
    private const int Frames = 120;

    public static readonly TheoryData<CodecKind> Pictures = [CodecKind.Vp8, CodecKind.H264, CodecKind.Vp9, CodecKind.Av1];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Any_network_and_any_switches_of_layers_leave_one_stream_that_rises(CodecKind codec) =>
        Gen.Select(Gen.Int[0, 25], Gen.Int[0, 1_000_000]).Sample(
            (lossPercent, seed) => Check(codec, lossPercent, isDisturbed: true, new Random(seed)), iter: 200);

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Where_nothing_is_lost_nothing_is_missing_whatever_is_left_out(CodecKind codec) =>
        Gen.Int[0, 1_000_000].Sample(seed => Check(codec, lossPercent: 0, isDisturbed: false, new Random(seed)), iter: 100);

    [Fact]
    public void Any_network_and_any_change_of_voices_leave_one_stream_that_rises() =>
        Gen.Select(Gen.Int[0, 25], Gen.Int[0, 1_000_000]).Sample(
            (lossPercent, seed) => CheckVoices(lossPercent, isDisturbed: true, new Random(seed)), iter: 200);

    [Fact]
    public void Where_no_sound_is_lost_none_is_missing_at_a_change_of_voices() =>
        Gen.Int[0, 1_000_000].Sample(seed => CheckVoices(lossPercent: 0, isDisturbed: false, new Random(seed)), iter: 100);

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

    private static void Check(CodecKind codec, int lossPercent, bool isDisturbed, Random random)
    {
        var layers = Layers();
        var arrivals = Disturbed(layers.Select((_, index) => CodecStreams.Video(codec, index, Frames, random)), lossPercent, isDisturbed, random);
        var passages = new Passages(MediaKind.Video, new StreamHead(90_000, (ushort)random.Next(1 << 16), (uint)random.Next()));
        var stream = new SentOut(passages, layers);
        Layer? playing = null;
        var wanted = 0;
        foreach (var arrival in arrivals)
        {
            var layer = layers[arrival.Layer];
            var dependency = default(DependencyDescriptor);
            if (arrival.Descriptor.Length > 0 && !layer.TryReadDependency(arrival.Descriptor, out dependency))
            {
                continue;
            }

            var packet = arrival.Packet with { Dependency = dependency, DescriptorLength = arrival.Descriptor.Length };
            if (!layer.TryAdd(arrival.At, packet, arrival.Payload, default, arrival.Descriptor))
            {
                continue;
            }

            wanted = random.Next(30) == 0 ? random.Next(3) : wanted;
            if (layer != playing && packet.StartsKeyFrame && arrival.Layer == wanted)
            {
                passages.Begin(arrival.At, layer, packet, Rung.Top);
                playing = layer;
                stream.NoteSwitch();
            }

            if (playing is not null && random.Next(20) == 0)
            {
                passages.Present!.Limit((byte)random.Next(2), (byte)random.Next(3));
            }

            if (passages.Map(arrival.At, layer, packet, playing, out var rewrite) == PassageResult.Mapped)
            {
                stream.Add(arrival, rewrite);
            }
        }

        stream.ExpectRising(codec, isComplete: !isDisturbed);
        stream.ExpectNewestFound(arrivals[^1].At);
    }

    private static void CheckVoices(int lossPercent, bool isDisturbed, Random random)
    {
        var layers = Enumerable.Range(0, 3)
            .Select(index => Stage.Publish(Stage.Join(new Room("room"), $"speaker-{index}"), MediaSource.Microphone).Layers[0])
            .ToArray();
        var arrivals = Disturbed(layers.Select((_, index) => CodecStreams.Audio(index, Frames, random)), lossPercent, isDisturbed, random);
        var passages = new Passages(MediaKind.Audio, new StreamHead(48_000, (ushort)random.Next(1 << 16), (uint)random.Next()));
        var stream = new SentOut(passages, layers);
        Layer? playing = null;
        foreach (var arrival in arrivals)
        {
            var layer = layers[arrival.Layer];
            if (!layer.TryAdd(arrival.At, arrival.Packet, arrival.Payload, default))
            {
                continue;
            }

            if (layer != playing && random.Next(40) == 0)
            {
                passages.Begin(arrival.At, layer, arrival.Packet, Rung.Top);
                playing = layer;
                stream.NoteSwitch();
            }

            if (passages.Map(arrival.At, layer, arrival.Packet, playing, out var rewrite) == PassageResult.Mapped)
            {
                stream.Add(arrival, rewrite);
            }
        }

        stream.ExpectRising(CodecKind.Opus, isComplete: !isDisturbed);
        stream.ExpectNewestFound(arrivals[^1].At);
    }

    private static List<SentPacket> Disturbed(IEnumerable<List<SentPacket>> streams, int lossPercent, bool isDisturbed, Random random) =>
        [.. streams.SelectMany(sent => isDisturbed ? Late(Network.Disturb(sent, lossPercent, random)) : sent).OrderBy(arrival => arrival.At)];

    /// <summary>What was overtaken arrives when those before it in the list do.</summary>
    private static IEnumerable<SentPacket> Late(List<SentPacket> arrivals)
    {
        var latest = default(Instant);
        foreach (var arrival in arrivals)
        {
            latest = arrival.At > latest ? arrival.At : latest;
            yield return arrival with { At = latest };
        }
    }

    private static StoredPacket Packet(long sequence, uint timestamp) =>
        new() { Sequence = sequence, Timestamp = timestamp, Codec = CodecKind.H264 };

    private static Layer[] Layers() =>
        Stage.Publish(Stage.Join(new Room("room"), "host"), MediaSource.Camera, "q", "h", "f").Layers.ToArray();
}

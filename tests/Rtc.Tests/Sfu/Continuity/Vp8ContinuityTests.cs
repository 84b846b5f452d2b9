using CsCheck;
using Serverless.Rtc.Sfu.Continuity;

namespace Serverless.Rtc.Tests.Sfu.Continuity;

public sealed class Vp8ContinuityTests
{
    [Fact]
    public void The_first_source_keeps_its_numbers()
    {
        var viewer = new Vp8Continuity();
        var stream = new Vp8Stream(0x7FFD, 254, 30);
        viewer.Switch(Vp8Stream.Parse(stream.Next(isKey: true).Packets[0]));
        for (var frame = 0; frame < 10; frame++)
        {
            foreach (var packet in stream.Next(isKey: frame == 0).Packets)
            {
                Assert.Equal(packet, Forward(viewer, packet));
            }
        }
    }

    [Fact]
    public void Nothing_goes_out_before_the_first_switch() =>
        Assert.Null(Forward(new Vp8Continuity(), new Vp8Stream(1, 1, 1).Next(isKey: true).Packets[0]));

    [Fact]
    public void Rewriting_leaves_the_rest_of_the_packet_alone()
    {
        var viewer = new Vp8Continuity();
        var first = new Vp8Stream(100, 10, 5).Next(isKey: true).Packets[0];
        viewer.Switch(Vp8Stream.Parse(first));
        Assert.NotNull(Forward(viewer, first));
        var other = new Vp8Stream(20_000, 200, 9).Next(isKey: true).Packets[0];
        viewer.Switch(Vp8Stream.Parse(other));
        var sent = Forward(viewer, other)!;
        var parsed = Vp8Stream.Parse(sent);
        Assert.Equal((102, 12, 7), ((int)parsed.PictureId!, (int)parsed.BaseLayerIndex!, (int)parsed.KeyIndex!));
        Assert.Equal((0x90, 0xF0, 0, 0xEE), (sent[0], sent[1], sent[6], sent[7]));
        Assert.Equal(other[5] & 0xE0, sent[5] & 0xE0);
    }

    [Fact]
    public void A_frame_from_before_the_switch_is_refused()
    {
        var viewer = new Vp8Continuity();
        var stream = new Vp8Stream(100, 10, 5);
        var late = stream.Next();
        var key = stream.Next(isKey: true);
        viewer.Switch(Vp8Stream.Parse(key.Packets[0]));
        Assert.NotNull(Forward(viewer, key.Packets[0]));
        Assert.Null(Forward(viewer, late.Packets[0]));
    }

    [Fact]
    public void An_encoder_that_begins_anew_is_followed_at_its_key_frame()
    {
        var viewer = new Vp8Continuity();
        var first = new Vp8Stream(20_000, 10, 5).Next(isKey: true).Packets[0];
        viewer.Switch(Vp8Stream.Parse(first));
        Assert.Equal(20_001, Vp8Stream.Parse(Forward(viewer, first)!).PictureId ?? 0);
        var again = new Vp8Stream(7, 77, 7).Next(isKey: true).Packets[0];
        Assert.Equal(20_002, Vp8Stream.Parse(Forward(viewer, again)!).PictureId ?? 0);
    }

    [Fact]
    public void Packets_without_picture_ids_pass()
    {
        var viewer = new Vp8Continuity();
        byte[] packet = [0x10, 0x00, 0xAA];
        viewer.Switch(Vp8Stream.Parse(packet));
        Assert.Equal(packet, Forward(viewer, packet));
    }

    /// <summary>
    /// Sources of any start and width switch in, with any loss, reordering, duplicates and changes of the target layer.
    /// What the viewer gets: TL0PICIDX rises by one per base frame and KEYIDX per key frame; picture ids rise, without
    /// a gap where nothing was lost; a packet that comes again gets the numbers it had; a layer comes back at a sync
    /// only.
    /// </summary>
    [Fact]
    public void Any_network_and_any_switches_leave_the_counters_continuous() =>
        Gen.Select(
            Gen.Select(Gen.Int[0, 0x7FFF], Gen.Byte, Gen.Int[0, 31], Gen.Int[20, 90]).Array[1, 5],
            Gen.Int[0, 30],
            Gen.Bool,
            Gen.Int[0, 1_000_000])
            .Sample(
                (sources, lossPercent, isLong, seed) => Check(sources, lossPercent, isLong, new Random(seed)),
                time: 4);

    [Fact]
    public void Where_nothing_is_lost_picture_ids_rise_by_one_whatever_is_kept_back() =>
        Gen.Select(Gen.Int[0, 0x7FFF], Gen.Int[0, 2].Array[10, 100]).Sample((picture, targets) =>
        {
            var viewer = new Vp8Continuity();
            var expected = picture + 1;
            for (var source = 0; source < 2; source++)
            {
                var stream = new Vp8Stream(source == 0 ? picture : 9_999, 0, 0);
                for (var frame = 0; frame < targets.Length; frame++)
                {
                    var packet = stream.Next(isKey: frame == 0).Packets[0];
                    if (frame == 0)
                    {
                        viewer.Switch(Vp8Stream.Parse(packet));
                    }

                    viewer.TargetLayer = (byte)targets[frame];
                    if (Forward(viewer, packet) is { } sent)
                    {
                        Assert.Equal(expected++ & 0x7FFF, Vp8Stream.Parse(sent).PictureId ?? -1);
                    }
                }
            }
        });

    private static void Check((int, byte, int, int)[] sources, int lossPercent, bool isLong, Random random)
    {
        var viewer = new Vp8Continuity();
        var receiver = new Vp8Receiver(isLong);
        foreach (var (picture, baseIndex, keyIndex, frames) in sources)
        {
            var stream = new Vp8Stream(picture & (isLong ? 0x7FFF : 0x7F), baseIndex, (byte)keyIndex, isLong);
            var key = stream.Next(isKey: true);
            viewer.Switch(Vp8Stream.Parse(key.Packets[0]));
            receiver.HandleSwitch();
            var sent = Frames(stream, frames, random).Prepend(key)
                .SelectMany(frame => frame.Packets.Select(packet => (frame, packet)))
                .ToArray();
            foreach (var (frame, packet) in Network.Disturb(sent, lossPercent, random))
            {
                if (random.Next(40) == 0)
                {
                    viewer.TargetLayer = (byte)random.Next(3);
                }

                receiver.Handle(frame, packet, Forward(viewer, packet));
            }

            // NACKs: what went out goes out again as it was, whatever the layer is by now.
            viewer.TargetLayer = 0;
            foreach (var (packet, before) in receiver.Latest(20))
            {
                Assert.Equal(before, Forward(viewer, packet, isAgain: true));
            }

            viewer.TargetLayer = TemporalLayerFilter.All;
        }
    }

    private static IEnumerable<Vp8Frame> Frames(Vp8Stream stream, int count, Random random)
    {
        for (var frame = 0; frame < count; frame++)
        {
            yield return stream.Next(isKey: random.Next(50) == 0, packets: random.Next(1, 4));
        }
    }

    private static byte[]? Forward(Vp8Continuity viewer, byte[] packet, bool isAgain = false)
    {
        var parsed = Vp8Stream.Parse(packet);
        if (!(isAgain ? viewer.TryMapAgain(parsed, out var numbers) : viewer.TryMap(parsed, out numbers)))
        {
            return null;
        }

        var copy = packet.ToArray();
        numbers.WriteTo(copy, parsed);
        return copy;
    }
}

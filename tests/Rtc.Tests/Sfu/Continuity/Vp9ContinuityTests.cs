using CsCheck;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sfu.Continuity;

namespace Serverless.Rtc.Tests.Sfu.Continuity;

public sealed class Vp9ContinuityTests
{
    [Fact]
    public void Layers_above_the_target_stay_behind_and_the_last_below_ends_the_picture()
    {
        var viewer = new Vp9Continuity { TargetSpatial = 1, TargetTemporal = 0 };
        viewer.Switch(Packet(7, 0, 0, isKey: true));
        Assert.Equal("0 1.", Play(viewer, 7, 0, isKey: true));
        Assert.Equal("", Play(viewer, 8, 2));
        Assert.Equal("0 1.", Play(viewer, 9, 0));
    }

    [Fact]
    public void A_smaller_size_follows_with_the_next_picture_and_a_larger_one_with_a_key_picture()
    {
        var viewer = new Vp9Continuity();
        viewer.Switch(Packet(7, 0, 0, isKey: true));
        Assert.Equal("0 1 2", Play(viewer, 7, 0, isKey: true));
        viewer.TargetSpatial = 0;
        Assert.Equal("0.", Play(viewer, 8, 0));
        viewer.TargetSpatial = 2;
        Assert.Equal("0.", Play(viewer, 9, 0));
        Assert.Equal("0 1 2.", Play(viewer, 10, 0, isKey: true));
    }

    /// <summary>Its picture was over for the viewer already: a marker was set. Before that it may.</summary>
    [Fact]
    public void A_layer_that_refers_to_its_own_picture_only_joins_none_that_has_ended()
    {
        var viewer = new Vp9Continuity { TargetSpatial = 0 };
        viewer.Switch(Packet(7, 0, 0, isKey: true));
        Assert.Equal("0.", Play(viewer, 7, 0, isKey: true));
        viewer.TargetSpatial = 1;
        Assert.True(viewer.TryMap(Packet(8, 0, 0), out var numbers));
        Assert.True(numbers.EndsPicture);
        Assert.False(viewer.TryMap(Packet(8, 0, 1, isIntra: true), out _));

        Assert.False(viewer.TryMap(Packet(9, 0, 2, isIntra: true), out _));
        Assert.True(viewer.TryMap(Packet(9, 0, 1, isIntra: true), out numbers));
        Assert.True(numbers.EndsPicture);
        Assert.True(viewer.TryMap(Packet(9, 0, 0), out numbers));
        Assert.False(numbers.EndsPicture);
        Assert.Equal("0 1.", Play(viewer, 10, 0));
    }

    [Fact]
    public void A_picture_has_one_end_even_if_more_of_it_is_wanted_from_its_middle_on()
    {
        var viewer = new Vp9Continuity { TargetSpatial = 0 };
        var key = Packet(7, 0, 0, isKey: true);
        viewer.Switch(key);
        Assert.True(viewer.TryMap(key, out var numbers) && numbers.EndsPicture);
        viewer.TargetSpatial = 2;
        Assert.False(viewer.TryMap(Packet(7, 0, 1, isIntra: true), out _));
        Assert.True(viewer.TryMapAgain(key, out var again));
        Assert.Equal(numbers, again);
        Assert.Equal("0 1 2.", Play(viewer, 8, 0, isKey: true));
    }

    [Fact]
    public void A_higher_frame_rate_begins_after_a_switching_up_point()
    {
        var viewer = new Vp9Continuity { TargetTemporal = 0 };
        viewer.Switch(Packet(7, 0, 0, isKey: true));
        Play(viewer, 7, 0, isKey: true);
        viewer.TargetTemporal = 2;
        Assert.Equal("", Play(viewer, 8, 2, isUpPoint: true));
        Assert.NotEqual("", Play(viewer, 9, 0));
        Assert.Equal("", Play(viewer, 10, 1));
        Assert.NotEqual("", Play(viewer, 11, 0, isUpPoint: true));
        Assert.NotEqual("", Play(viewer, 12, 2));
        Assert.NotEqual("", Play(viewer, 13, 1));
    }

    /// <summary>
    /// Any starts, widths, loss, reordering, duplicates and targets: within a source numbers keep their distances, the
    /// next source's go on after the newest, and a packet sent again gets the numbers that it had.
    /// </summary>
    [Fact]
    public void Any_network_and_any_switches_leave_the_counters_continuous() =>
        Gen.Select(Gen.UShort.Array[1, 5], Gen.Bool, Gen.Int[0, 30], Gen.Int[0, 1_000_000]).Sample(
            (starts, isLong, loss, seed) => Check(starts, isLong, loss, new Random(seed)), time: 2);

    private static void Check(ushort[] starts, bool isLong, int lossPercent, Random random)
    {
        var viewer = new Vp9Continuity();
        var mask = isLong ? 0x7FFF : 0x7F;
        var newest = -1;
        byte newestBase = 0;
        foreach (var start in starts)
        {
            var offset = -1;
            var baseOffset = -1;
            var seen = 0;
            var ends = new Dictionary<(int, int), HashSet<int>>();
            var sent = Enumerable.Range(0, 300).ToArray();
            foreach (var place in Network.Disturb(sent, lossPercent, random))
            {
                var picture = place / 3;
                seen = Math.Max(seen, picture);
                var baseIndex = (byte)(start + (picture / 2));
                var packet = Packet(
                    (start + picture) & mask, picture % 2, place % 3, isKey: picture % 40 == 0, isLong: isLong, baseIndex: baseIndex);
                if (place == 0)
                {
                    viewer.Switch(packet);
                }

                viewer.TargetTemporal = (byte)(random.Next(20) == 0 ? random.Next(2) : viewer.TargetTemporal);
                viewer.TargetSpatial = (byte)(random.Next(20) == 0 ? random.Next(3) : viewer.TargetSpatial);
                if (!viewer.TryMap(packet, out var numbers))
                {
                    continue;
                }

                Assert.True(viewer.TryMapAgain(packet, out var again));
                Assert.Equal(numbers, again);
                var first = offset < 0;
                baseOffset = first ? (byte)(numbers.BaseLayerIndex - baseIndex) : baseOffset;
                Assert.Equal((byte)(baseIndex + baseOffset), numbers.BaseLayerIndex);
                Assert.True(!first || newest < 0 || (byte)(numbers.BaseLayerIndex - newestBase) == 1);
                newestBase = first || (sbyte)(numbers.BaseLayerIndex - newestBase) > 0 ? numbers.BaseLayerIndex : newestBase;
                ends.TryAdd((start, picture), []);
                if (numbers.EndsPicture)
                {
                    ends[(start, picture)].Add(place % 3);
                    Assert.Single(ends[(start, picture)]);
                }

                offset = first ? (numbers.PictureId - start) & mask : offset;
                Assert.Equal((start + picture + offset) & mask, numbers.PictureId & mask);
                Assert.True(!first || newest < 0 || ((numbers.PictureId - newest) & mask) == 1);
            }

            // What nobody kept back took its number along, so the next source begins after the newest seen.
            newest = (start + offset + seen) & mask;
        }
    }

    private static string Play(
        Vp9Continuity viewer, int picture, int temporal, bool isKey = false, bool isUpPoint = false)
    {
        var forwarded = new List<string>();
        for (var spatial = 0; spatial < 3; spatial++)
        {
            if (viewer.TryMap(Packet(picture, temporal, spatial, isKey, isUpPoint: isUpPoint), out var numbers))
            {
                Assert.Equal(picture, numbers.PictureId);
                forwarded.Add(spatial + (numbers.EndsPicture ? "." : ""));
            }
        }

        return string.Join(' ', forwarded);
    }

    /// <summary>A layer's frame in one packet.</summary>
    private static Vp9Payload Packet(
        int picture,
        int temporal,
        int spatial,
        bool isKey = false,
        bool isIntra = false,
        bool isUpPoint = false,
        bool isLong = true,
        byte baseIndex = 0)
    {
        byte[] id = isLong ? [(byte)(0x80 | (picture >> 8)), (byte)picture] : [(byte)picture];
        var first = (byte)(0xAC | (isKey || isIntra ? 0 : 0x40));
        var layers = (byte)((temporal << 5) | (isUpPoint ? 0x10 : 0) | (spatial << 1) | (spatial > 0 ? 1 : 0));
        Assert.True(Vp9Payload.TryParse([first, .. id, layers, baseIndex, 0x82], out var packet));
        return packet;
    }
}

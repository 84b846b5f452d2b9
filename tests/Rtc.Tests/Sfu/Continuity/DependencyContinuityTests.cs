using CsCheck;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sfu.Continuity;
using Serverless.Rtc.Tests.Rtp;

namespace Serverless.Rtc.Tests.Sfu.Continuity;

public sealed class DependencyContinuityTests
{
    /// <summary>Templates of L2T2 for a key picture, then T1, T0, T1, T0…, each with both spatial layers.</summary>
    private static readonly byte[] Templates = [0, 3, 2, 5, 1, 4, 2, 5, 1, 4];

    private readonly DependencyReader _reader = new();
    private readonly DependencyContinuity _viewer = new();
    private ushort _number = 100;
    private uint _timestamp;

    [Fact]
    public void The_whole_source_goes_out_as_it_is()
    {
        Assert.Equal("0 3. 2 5. 1 4. 2 5. 1 4.", Play());
        Assert.Equal(3, _viewer.Target);
    }

    [Fact]
    public void The_lower_size_alone_ends_its_pictures()
    {
        _viewer.MaximumSpatial = 0;
        Assert.Equal("0. 2. 1. 2. 1.", Play());
    }

    [Fact]
    public void The_lower_frame_rate_alone_leaves_out_what_is_between()
    {
        _viewer.MaximumTemporal = 0;
        Assert.Equal("0 3. 1 4. 1 4.", Play());
    }

    /// <summary>The larger layer refers to its own frames before, which did not go out.</summary>
    [Fact]
    public void Up_in_size_waits_for_a_key_frame()
    {
        _viewer.MaximumSpatial = 0;
        Play();
        _viewer.MaximumSpatial = 1;
        Assert.Equal("2. 1. 2. 1.", Play(afterKey: true));
        Assert.True(_viewer.IsWaiting);
        Assert.Equal("0 3. 2 5. 1 4. 2 5. 1 4.", Play());
        Assert.False(_viewer.IsWaiting);
    }

    [Fact]
    public void Down_in_size_and_up_in_rate_follow_at_the_next_switch_indication()
    {
        _viewer.MaximumTemporal = 0;
        Play();
        _viewer.MaximumTemporal = 1;
        Assert.Equal("1 4. 2 5. 1 4.", Play(afterKey: true));
        _viewer.MaximumSpatial = 0;
        Assert.Equal("2 5. 1. 2. 1.", Play(afterKey: true));
    }

    /// <summary>
    /// Any loss, reordering, duplicates, limits and switches: numbers keep their distances, and never fall at a switch.
    /// </summary>
    [Fact]
    public void Any_network_and_any_switches_leave_frame_numbers_in_order() =>
        Gen.Select(Gen.UShort.Array[1, 5], Gen.Int[0, 30], Gen.Int[0, 1_000_000]).Sample(
            (starts, loss, seed) => Check(starts, loss, new Random(seed)), time: 2);

    /// <summary>
    /// Sources with structures of their own under any template ids, and a network that loses, repeats and reorders across the
    /// switches: what a receiver does not drop, it reads as the publisher meant it.
    /// </summary>
    [Fact]
    public void No_packet_is_read_by_the_structure_of_another_source() =>
        Gen.Select(Gen.UShort.Array[2, 8], Gen.Int[0, 20], Gen.Int[0, 1_000_000]).Sample(
            (starts, loss, seed) => CheckTemplates(starts, loss, new Random(seed)), time: 2);

    private static void CheckTemplates(ushort[] starts, int lossPercent, Random random)
    {
        var viewer = new DependencyContinuity();
        var sent = new List<(byte[] Extension, DependencyDescriptor Meant)>();
        foreach (var start in starts)
        {
            var reader = new DependencyReader();
            var (isTwoSizes, shift, number) = (random.Next(2) == 0, (byte)random.Next(64), start);
            for (var frame = 0; frame < 40; frame++)
            {
                var template = frame % 25 == 0 ? 0 : random.Next(isTwoSizes ? 6 : 3);
                byte[] bytes = template > 0 ? [(byte)(0xC0 | template), 0, 0]
                    : isTwoSizes ? [.. DependencyReaderTests.L2T2]
                    : [.. DependencyReaderTests.L1T2];
                DependencyDescriptor.WriteNumbers(bytes, number++, shift);
                Assert.True(reader.TryRead(bytes, out var packet));
                if (frame == 0)
                {
                    viewer.Switch(packet, reader.Structure!);
                }

                Assert.True(viewer.TryMap(packet, reader.Structure!, packet.FrameNumber, out var numbers));
                DependencyDescriptor.WriteNumbers(bytes, numbers.FrameNumber, numbers.TemplateShift);
                sent.Add((bytes, packet with { FrameNumber = numbers.FrameNumber }));
            }
        }

        var receiver = new StrictDependencyReceiver();
        var arrived = Network.Disturb(sent, lossPercent, random);
        foreach (var (extension, meant) in arrived)
        {
            Assert.True(!receiver.TryRead(extension, out var read) || read == meant, "read as it was not meant");
        }

        Assert.True(lossPercent > 0 || receiver.Dropped < arrived.Count / 3, "and most is read");
    }

    private static void Check(ushort[] starts, int lossPercent, Random random)
    {
        var viewer = new DependencyContinuity();
        ushort newest = 0;
        for (var source = 0; source < starts.Length; source++)
        {
            var reader = new DependencyReader();
            var number = starts[source];
            var sent = Enumerable.Range(0, 60)
                .Select(frame => Extension(frame % 50 == 0 ? 0 : 1 + ((frame + 1) % 2), number++))
                .ToArray();
            var outcomes = new Dictionary<ushort, ushort?>();
            ushort? offset = null;
            foreach (var bytes in Network.Disturb(sent, lossPercent, random))
            {
                Assert.True(reader.TryRead(bytes, out var packet));
                if (offset is null)
                {
                    viewer.Switch(packet, reader.Structure!);
                }

                viewer.MaximumTemporal = random.Next(15) == 0 ? (byte)random.Next(2) : viewer.MaximumTemporal;
                ushort? mapped = viewer.TryMap(packet, reader.Structure!, packet.FrameNumber, out var numbers) ? numbers.FrameNumber : null;
                Assert.Equal(outcomes.GetValueOrDefault(packet.FrameNumber, mapped), mapped);
                outcomes[packet.FrameNumber] = mapped;
                Assert.Equal(mapped is not null, viewer.TryMapAgain(packet, out var again));
                Assert.True(mapped is null || again == numbers);
                if (mapped is { } value)
                {
                    offset ??= unchecked((ushort)(value - packet.FrameNumber));
                    Assert.Equal(offset, unchecked((ushort)(value - packet.FrameNumber)));
                    Assert.True(outcomes.Count > 1 || source == 0 || unchecked((short)(value - newest)) > 0);
                    newest = unchecked((short)(value - newest)) > 0 || outcomes.Count == 1 ? value : newest;
                }
            }
        }
    }

    private static byte[] Extension(int template, ushort number)
    {
        var bytes = template == 0 ? DependencyReaderTests.L1T2.ToArray() : [(byte)(0xC0 | template), 0, 0];
        bytes[0] |= 0xC0;
        DependencyDescriptor.WriteNumbers(bytes, number, templateShift: 0);
        return bytes;
    }

    /// <summary>Template ids of what went out, a point where the picture ends.</summary>
    private string Play(bool afterKey = false)
    {
        var forwarded = new List<string>();
        foreach (var template in Templates.Skip(afterKey ? 2 : 0))
        {
            byte[] bytes = template == 0 ? [.. DependencyReaderTests.L2T2] : [(byte)(0xC0 | template), 0, 0];
            DependencyDescriptor.WriteNumbers(bytes, _number++, templateShift: 0);
            Assert.True(_reader.TryRead(bytes, out var packet));
            if (_number == 101)
            {
                _viewer.Switch(packet, _reader.Structure!);
            }

            _timestamp += packet.SpatialId == 0 ? 3000u : 0;
            if (_viewer.TryMap(packet, _reader.Structure!, _timestamp, out var numbers))
            {
                Assert.Equal(packet.FrameNumber, numbers.FrameNumber);
                forwarded.Add(template + (numbers.EndsPicture ? "." : ""));
            }
        }

        return string.Join(' ', forwarded);
    }
}

using Serverless.Rtc.Rtp;
using Serverless.Rtc.Tests.Fuzz;

namespace Serverless.Rtc.Tests.Rtp;

public sealed class DependencyReaderTests
{
    /// <summary>As Chromium's encoder describes them: one spatial layer and two temporal ones, 320 × 240.</summary>
    internal static readonly byte[] L1T2 = Bytes.FromHex("80 0001 80 01 1E A8 51 41 01 0C 04 FC 03 BC");

    /// <summary>The same with template ids from 6, 640 × 480.</summary>
    internal static readonly byte[] L1T2From6 = Bytes.FromHex("86 00B5 80 C1 1E A8 51 41 01 0C 09 FC 07 7C");

    /// <summary>Two spatial layers, 160 × 120 and 320 × 240, with two temporal ones each.</summary>
    internal static readonly byte[] L2T2 = Bytes.FromHex(
        "C0 0001 80 03 18 7A AA F1 30 A0 A0 14 D1 41 38 23 04 60 08 64 22 22 26 50 09 F0 07 70 13 F0 0E F0");

    [Fact]
    public void Reads_the_structure_of_a_key_frame()
    {
        var reader = new DependencyReader();
        Assert.True(reader.TryRead(L1T2, out var key));
        Assert.True(key.StartsSequence);
        Assert.True(key.IsStartOfFrame);
        Assert.False(key.IsEndOfFrame);
        Assert.Equal(1, key.FrameNumber);
        Assert.Equal(0b11u, key.ActiveTargets);
        Assert.Equal("SS", Indications(key, 2));
        Assert.Equal(0, key.References.Count);
        var structure = reader.Structure!;
        Assert.Equal((3, 2), (structure.TemplateCount, structure.TargetCount));
        Assert.Equal([(0, 0), (0, 1)], Targets(structure));
        Assert.Equal((320, 240), structure.Resolution(0));
    }

    /// <summary>Template, its layers, its indications for the two targets, and how far back it refers.</summary>
    [Theory]
    [InlineData(6, 0, "SS", 0)]
    [InlineData(7, 0, "SS", 2)]
    [InlineData(8, 1, "-D", 1)]
    public void A_frame_of_three_bytes_means_what_its_template_says(
        byte id, byte temporal, string indications, int reference)
    {
        var reader = new DependencyReader();
        Assert.True(reader.TryRead(L1T2From6, out _));
        Assert.Equal((640, 480), reader.Structure!.Resolution(0));
        Assert.True(reader.TryRead([(byte)(0x40 | id), 0x00, 0xD8], out var frame));
        Assert.False(frame.StartsSequence);
        Assert.False(frame.IsStartOfFrame);
        Assert.True(frame.IsEndOfFrame);
        Assert.Equal(216, frame.FrameNumber);
        Assert.Equal((0, temporal), (frame.SpatialId, frame.TemporalId));
        Assert.Equal(indications, Indications(frame, 2));
        Assert.Equal(reference == 0 ? 0 : 1, frame.References.Count);
        Assert.True(reference == 0 || frame.References[0] == reference);
    }

    [Theory]
    [InlineData(0, 0, 0, "SSSS", "")]
    [InlineData(1, 0, 0, "SSRR", "4")]
    [InlineData(2, 0, 1, "-D-R", "2")]
    [InlineData(3, 1, 0, "--SS", "1")]
    [InlineData(4, 1, 0, "--SS", "4 1")]
    [InlineData(5, 1, 1, "---D", "2 1")]
    public void Spatial_layers_have_templates_of_their_own(
        byte id, int spatial, int temporal, string indications, string references)
    {
        var reader = new DependencyReader();
        Assert.True(reader.TryRead(L2T2, out _));
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1)], Targets(reader.Structure!));
        Assert.Equal(((160, 120), (320, 240)), (reader.Structure!.Resolution(0), reader.Structure.Resolution(1)));
        Assert.True(reader.TryRead([id, 0x00, 0x09], out var frame));
        Assert.Equal((spatial, temporal), ((int)frame.SpatialId, (int)frame.TemporalId));
        Assert.Equal(indications, Indications(frame, 4));
        Assert.Equal(references, References(frame));
    }

    /// <summary>Flags 01110, targets 01, indications R D, differences 3 (4 bits) and 300 (12 bits), end.</summary>
    [Fact]
    public void A_frame_may_say_its_own_dependencies()
    {
        var reader = new DependencyReader();
        Assert.True(reader.TryRead(L1T2, out _));
        var bits = "0 1 110" + "01" + "1101" + "01 0010" + "11 000100101011" + "00";
        Assert.True(reader.TryRead([0xC1, 0x00, 0x09, .. Pack(bits)], out var frame));
        Assert.Equal(0b01u, frame.ActiveTargets);
        Assert.Equal("RD", Indications(frame, 2));
        Assert.Equal("3 300", References(frame));

        // Which targets are active holds on, what the frame said of itself does not.
        Assert.True(reader.TryRead([0xC2, 0x00, 0x0A], out frame));
        Assert.Equal(0b01u, frame.ActiveTargets);
        Assert.Equal("-D", Indications(frame, 2));
    }

    [Fact]
    public void Without_its_structure_a_descriptor_says_nothing()
    {
        var reader = new DependencyReader();
        Assert.False(reader.TryRead([0xC1, 0x00, 0x09], out _));
        Assert.True(reader.TryRead(L1T2, out _));
        Assert.False(reader.TryRead([0xC3, 0x00, 0x09], out _));
        Assert.True(reader.TryRead(L1T2From6, out _));
        Assert.False(reader.TryRead([0xC1, 0x00, 0x09], out _));
    }

    [Fact]
    public void A_cut_descriptor_is_refused_and_changes_nothing()
    {
        Assert.All(Bytes.Truncations(L2T2), bytes => Assert.False(new DependencyReader().TryRead(bytes, out _)));

        var reader = new DependencyReader();
        Assert.True(reader.TryRead(L1T2From6, out _));
        Assert.False(reader.TryRead(L2T2.AsSpan(0, L2T2.Length - 1), out _));
        Assert.True(reader.TryRead([0x46, 0x00, 0xD8], out _));
        Assert.Equal((640, 480), reader.Structure!.Resolution(0));
    }

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(1, 0, 2)]
    [InlineData(0, 7, 1)]
    [InlineData(7, 7, 3)]
    public void The_best_target_within_limits_is_found(byte spatial, byte temporal, int target)
    {
        var reader = new DependencyReader();
        Assert.True(reader.TryRead(L2T2, out var key));
        Assert.Equal(target, reader.Structure!.FindTarget(spatial, temporal, key.ActiveTargets));
        Assert.Equal(1, reader.Structure.FindTarget(spatial, 1, 0b0011));
        Assert.Equal(3, reader.Structure.FindTarget(0, 0, 0b1000));
    }

    [Fact]
    public void A_structure_goes_on_under_other_template_ids_as_if_it_had_been_made_with_them()
    {
        var copy = L1T2.ToArray();
        DependencyDescriptor.WriteNumbers(copy, 0x00B5, templateShift: 6);
        Assert.Equal(L1T2From6[..5], copy[..5]);
        DependencyDescriptor.WriteNumbers(copy, 1, templateShift: 58);
        Assert.Equal(L1T2, copy);
    }

    [Fact]
    [FuzzTarget(typeof(DependencyReader))]
    public void Survives_random_and_mutated_bytes() => Fuzzer.Run(
        [L1T2, L1T2From6, L2T2, [0xC1, 0x00, 0x09], [0xC1, 0x00, 0x09, .. Pack("0111001110101001011000100101011 00")]],
        static bytes =>
        {
            // A known structure, so that short descriptors get as far as whole ones.
            var reader = new DependencyReader();
            reader.TryRead(L2T2, out _);
            if (reader.TryRead(bytes, out var frame))
            {
                Assert.InRange(frame.References.Count, 0, FrameDifferences.Capacity);
                var structure = reader.Structure!;
                Assert.InRange(structure.FindTarget(3, 7, frame.ActiveTargets), 0, structure.TargetCount - 1);
                References(frame);
                var copy = bytes.ToArray();
                DependencyDescriptor.WriteNumbers(copy, 0x1234, templateShift: 0);
                Assert.True(bytes[3..].SequenceEqual(copy.AsSpan(3)));
                DependencyDescriptor.WriteNumbers(copy, 0x1234, templateShift: 37);
                if (frame.StartsSequence)
                {
                    var shifted = new DependencyReader();
                    Assert.True(shifted.TryRead(copy, out var again));
                    Assert.Equal(frame with { FrameNumber = 0x1234 }, again);
                    Assert.Equal((structure.FirstTemplateId + 37) % 64, shifted.Structure!.FirstTemplateId);
                }
            }
        });

    private static byte[] Pack(string bits)
    {
        var digits = bits.Replace(" ", "", StringComparison.Ordinal);
        digits = digits.PadRight((digits.Length + 7) / 8 * 8, '0');
        return [.. Enumerable.Range(0, digits.Length / 8).Select(n => Convert.ToByte(digits.Substring(n * 8, 8), 2))];
    }

    private static string Indications(DependencyDescriptor frame, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(target => "-DSR"[(int)frame.Indication(target)]));

    private static string References(DependencyDescriptor frame) =>
        string.Join(' ', Enumerable.Range(0, frame.References.Count).Select(index => frame.References[index]));

    private static (int, int)[] Targets(DependencyStructure structure) =>
        [.. Enumerable.Range(0, structure.TargetCount).Select(structure.Target).Select(layers => ((int, int))layers)];
}

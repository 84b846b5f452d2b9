using Serverless.Rtc.Rtp;
using Serverless.Rtc.Tests.Fuzz;

namespace Serverless.Rtc.Tests.Rtp;

/// <summary>Parameter sets written field by field as ITU-T H.264, 7.3.2.1.1 has them.</summary>
public sealed class H264SpsTests
{
    private const int Baseline = 66;
    private const int High = 100;

    /// <summary>By hand from the standard: 42000A is baseline at level 1; then 8 by 6 macroblocks.</summary>
    [Fact]
    public void Reads_a_parameter_set_of_eight_by_six_macroblocks()
    {
        Assert.True(H264Payload.TryParse(Bytes.FromHex("67 42 00 0A F8 41 A2"), out var h264));
        Assert.Equal((128, 96), (h264.Width, h264.Height));
    }

    [Theory]
    [InlineData(Baseline, 80, 45, 0, 1280, 720)]
    [InlineData(Baseline, 120, 68, 4, 1920, 1080)]
    [InlineData(Baseline, 20, 12, 6, 320, 180)]
    [InlineData(High, 120, 68, 4, 1920, 1080)]
    public void Reads_sizes_with_and_without_cropping(int profile, int columns, int rows, int cropRows, int width, int height)
    {
        Assert.True(H264Payload.TryParse(Write(profile, columns, rows, cropRows), out var h264));
        Assert.True(h264.HasSps);
        Assert.Equal((width, height), (h264.Width, h264.Height));
    }

    [Fact]
    public void An_escaped_zero_run_is_read_as_it_was_meant()
    {
        var plain = Write(Baseline, 80, 45, 0);
        plain[2] = plain[3] = 0;
        byte[] escaped = [.. plain[..4], 3, .. plain[4..]];
        Assert.True(H264Payload.TryParse(escaped, out var h264));
        Assert.Equal((1280, 720), (h264.Width, h264.Height));
    }

    [Fact]
    public void A_cut_set_has_no_size_and_is_a_key_frame_all_the_same()
    {
        foreach (var bytes in Bytes.Truncations(Write(High, 120, 68, 4)).Where(bytes => bytes.Length is > 0 and < 9))
        {
            Assert.True(H264Payload.TryParse(bytes, out var h264));
            Assert.Equal((true, 0, 0), (h264.IsKeyFrame, h264.Width, h264.Height));
        }
    }

    [Fact]
    public void Survives_random_and_mutated_bytes() =>
        Fuzzer.Run([Write(High, 120, 68, 4)[1..]], static bytes => _ = H264Sps.TryReadSize(bytes, out _, out _));

    private static byte[] Write(int profile, int columns, int rows, int cropRows)
    {
        var bits = new List<bool>();
        Add(bits, 0x67, 8);
        Add(bits, profile, 8);
        Add(bits, 0xC01F, 16);
        AddGolomb(bits, 0);
        if (profile == High)
        {
            // 4:2:0, 8 bits, no bypass, no scaling matrix.
            AddGolomb(bits, 1);
            AddGolomb(bits, 0);
            AddGolomb(bits, 0);
            Add(bits, 0, 2);
        }

        // Frame numbers of 16 values, order count type 2, one reference, no gaps.
        AddGolomb(bits, 0);
        AddGolomb(bits, 2);
        AddGolomb(bits, 1);
        Add(bits, 0, 1);
        AddGolomb(bits, columns - 1);
        AddGolomb(bits, rows - 1);
        Add(bits, 0b11, 2);
        Add(bits, cropRows > 0 ? 1 : 0, 1);
        if (cropRows > 0)
        {
            AddGolomb(bits, 0);
            AddGolomb(bits, 0);
            AddGolomb(bits, 0);
            AddGolomb(bits, cropRows);
        }

        Add(bits, 0b01, 2);
        while (bits.Count % 8 != 0)
        {
            bits.Add(false);
        }

        return [.. Enumerable.Range(0, bits.Count / 8).Select(index =>
            (byte)Enumerable.Range(0, 8).Sum(bit => bits[(index * 8) + bit] ? 0x80 >> bit : 0))];
    }

    private static void Add(List<bool> bits, int value, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--)
        {
            bits.Add(((value >> bit) & 1) == 1);
        }
    }

    private static void AddGolomb(List<bool> bits, int value)
    {
        var length = 32 - int.LeadingZeroCount(value + 1);
        Add(bits, 0, length - 1);
        Add(bits, value + 1, length);
    }
}

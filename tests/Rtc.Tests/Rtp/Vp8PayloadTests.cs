using Serverless.Rtc.Rtp;
using Serverless.Rtc.Tests.Fuzz;

namespace Serverless.Rtc.Tests.Rtp;

public sealed class Vp8PayloadTests
{
    /// <summary>
    /// All optional fields; a key frame of 640 × 480 with scale bits set, which are no part of the size.
    /// </summary>
    private static readonly byte[] KeyFrame = Bytes.FromHex("90 F0 9234 56 B3 10 02 00 9D 01 2A 80 42 E0 81 77");

    /// <summary>Seven-bit picture id; an inter frame's first packet.</summary>
    private static readonly byte[] InterFrame = Bytes.FromHex("B0 80 11 01 00 00");

    [Fact]
    public void Reads_every_field_of_the_descriptor()
    {
        Assert.True(Vp8Payload.TryParse(KeyFrame, out var vp8));
        Assert.Equal(6, vp8.DescriptorLength);
        Assert.True(vp8.IsStartOfFrame);
        Assert.False(vp8.IsNonReference);
        Assert.Equal((ushort)0x1234, vp8.PictureId);
        Assert.True(vp8.IsPictureIdLong);
        Assert.Equal((byte)0x56, vp8.BaseLayerIndex);
        Assert.Equal((byte)2, vp8.TemporalId);
        Assert.True(vp8.IsLayerSync);
        Assert.Equal((byte)0x13, vp8.KeyIndex);
    }

    [Fact]
    public void A_key_frame_tells_its_size()
    {
        Assert.True(Vp8Payload.TryParse(KeyFrame, out var vp8));
        Assert.True(vp8.IsKeyFrame);
        Assert.Equal((640, 480), (vp8.Width, vp8.Height));
    }

    [Fact]
    public void A_seven_bit_picture_id_takes_one_byte()
    {
        Assert.True(Vp8Payload.TryParse(InterFrame, out var vp8));
        Assert.Equal((ushort)0x11, vp8.PictureId);
        Assert.False(vp8.IsPictureIdLong);
        Assert.True(vp8.IsNonReference);
        Assert.Equal(3, vp8.DescriptorLength);
        Assert.False(vp8.IsKeyFrame);
        Assert.Null(vp8.TemporalId);
        Assert.Null(vp8.BaseLayerIndex);
    }

    /// <summary>The P bit counts only where the frame begins: S set and partition index zero.</summary>
    [Theory]
    [InlineData("10 00", true)]
    [InlineData("10 01", false)]
    [InlineData("00 00", false)]
    [InlineData("11 00", false)]
    public void Only_the_first_partition_begins_a_key_frame(string payload, bool expected)
    {
        Assert.True(Vp8Payload.TryParse(Bytes.FromHex(payload), out var vp8));
        Assert.Equal(expected, vp8.IsKeyFrame);
    }

    [Fact]
    public void A_descriptor_without_a_frame_behind_it_is_refused() =>
        Assert.All(Bytes.Truncations(KeyFrame).Take(7), bytes => Assert.False(Vp8Payload.TryParse(bytes, out _)));

    [Fact]
    public void A_key_frame_cut_before_its_size_has_none()
    {
        foreach (var bytes in Bytes.Truncations(KeyFrame).Skip(7))
        {
            Assert.True(Vp8Payload.TryParse(bytes, out var vp8));
            Assert.True(vp8.IsKeyFrame);
            Assert.Equal(bytes.Length < 16, vp8.Width == 0);
        }
    }

    [Fact]
    public void Rewriting_changes_the_fields_and_nothing_else()
    {
        var copy = KeyFrame.ToArray();
        Assert.True(Vp8Payload.TryParse(copy, out var vp8));
        vp8.WritePictureId(copy, 0x7FFF);
        vp8.WriteBaseLayerIndex(copy, 0xAB);
        Assert.Equal(Bytes.FromHex("90 F0 FFFF AB B3 10 02 00 9D 01 2A 80 42 E0 81 77"), copy);

        copy = InterFrame.ToArray();
        Assert.True(Vp8Payload.TryParse(copy, out vp8));
        vp8.WritePictureId(copy, 0x1FF);
        vp8.WriteBaseLayerIndex(copy, 0xAB);
        Assert.Equal(Bytes.FromHex("B0 80 7F 01 00 00"), copy);
    }

    [Fact]
    [FuzzTarget(typeof(Vp8Payload))]
    public void Survives_random_and_mutated_bytes() => Fuzzer.Run([KeyFrame, InterFrame], static bytes =>
    {
        if (Vp8Payload.TryParse(bytes, out var vp8))
        {
            Assert.InRange(vp8.DescriptorLength, 1, bytes.Length - 1);
            var copy = bytes.ToArray();
            vp8.WritePictureId(copy, 0x5555);
            vp8.WriteBaseLayerIndex(copy, 1);
            Assert.True(bytes[vp8.DescriptorLength..].SequenceEqual(copy.AsSpan(vp8.DescriptorLength)));
        }
    });
}

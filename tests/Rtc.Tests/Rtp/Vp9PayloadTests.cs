using Serverless.Rtc.Rtp;
using Serverless.Rtc.Tests.Fuzz;

namespace Serverless.Rtc.Tests.Rtp;

public sealed class Vp9PayloadTests
{
    /// <summary>
    /// I, L, B, E, V: picture 0x1234; TID 0, SID 0, TL0PICIDX 0x56; a structure of two layers with sizes and a group of
    /// two pictures, with none and with two references.
    /// </summary>
    private static readonly byte[] KeyFrame = Bytes.FromHex(
        "AE 9234 00 56 38 0140 00F0 0280 01E0 02 00 28 01 02 83");

    /// <summary>I, P, L, F, B, Z: picture 0x11; TID 2, U, SID 1, D; references 1 and 4 pictures back.</summary>
    private static readonly byte[] Flexible = Bytes.FromHex("F9 11 53 03 08 86");

    private static readonly byte[] Bare = Bytes.FromHex("08 82");

    [Fact]
    public void Reads_a_key_frame_with_its_structure()
    {
        Assert.True(Vp9Payload.TryParse(KeyFrame, out var vp9));
        Assert.True(vp9.IsKeyFrame);
        Assert.True(vp9.IsEndOfFrame);
        Assert.Equal((ushort)0x1234, vp9.PictureId);
        Assert.True(vp9.IsPictureIdLong);
        Assert.Equal((byte)0x56, vp9.BaseLayerIndex);
        Assert.Equal(2, vp9.SpatialLayers);
        Assert.Equal((640, 480), (vp9.Width, vp9.Height));
        Assert.Equal(KeyFrame.Length - 1, vp9.DescriptorLength);
    }

    [Fact]
    public void Reads_the_layers_and_skips_the_references_of_flexible_mode()
    {
        Assert.True(Vp9Payload.TryParse(Flexible, out var vp9));
        Assert.False(vp9.IsKeyFrame);
        Assert.True(vp9.IsFlexible);
        Assert.True(vp9.IsInterPredicted);
        Assert.True(vp9.IsNotInterLayerReference);
        Assert.Equal((ushort)0x11, vp9.PictureId);
        Assert.False(vp9.IsPictureIdLong);
        Assert.Equal((2, 1), (vp9.TemporalId, vp9.SpatialId));
        Assert.True(vp9.IsSwitchingUpPoint);
        Assert.True(vp9.IsInterLayerPredicted);
        Assert.Null(vp9.BaseLayerIndex);
        Assert.Equal(5, vp9.DescriptorLength);
    }

    /// <summary>
    /// A key frame is what begins a picture and refers to nothing before: not a higher layer of it, nor its middle.
    /// </summary>
    [Theory]
    [InlineData("08 82", true)]
    [InlineData("48 82", false)]
    [InlineData("00 82", false)]
    [InlineData("28 02 00 82", false)]
    [InlineData("28 00 00 82", true)]
    public void Tells_key_frames(string payload, bool expected)
    {
        Assert.True(Vp9Payload.TryParse(Bytes.FromHex(payload), out var vp9));
        Assert.Equal(expected, vp9.IsKeyFrame);
    }

    [Fact]
    public void More_than_three_references_are_refused()
    {
        Assert.True(Vp9Payload.TryParse(Bytes.FromHex("D8 11 03 05 06 82"), out _));
        Assert.False(Vp9Payload.TryParse(Bytes.FromHex("D8 11 03 05 07 08 82"), out _));
    }

    [Fact]
    public void A_descriptor_that_is_cut_or_has_no_frame_behind_it_is_refused()
    {
        Assert.All(Bytes.Truncations(KeyFrame), bytes => Assert.False(Vp9Payload.TryParse(bytes, out _)));
        Assert.All(Bytes.Truncations(Flexible), bytes => Assert.False(Vp9Payload.TryParse(bytes, out _)));
        Assert.All(Bytes.Truncations(Bare), bytes => Assert.False(Vp9Payload.TryParse(bytes, out _)));
    }

    [Fact]
    public void Rewriting_changes_the_fields_and_nothing_else()
    {
        var copy = KeyFrame.ToArray();
        Assert.True(Vp9Payload.TryParse(copy, out var vp9));
        vp9.WritePictureId(copy, 0x7FFF);
        vp9.WriteBaseLayerIndex(copy, 0xAB);
        Assert.Equal(Bytes.FromHex("AE FFFF 00 AB 38 0140 00F0 0280 01E0 02 00 28 01 02 83"), copy);

        copy = Flexible.ToArray();
        Assert.True(Vp9Payload.TryParse(copy, out vp9));
        vp9.WritePictureId(copy, 0x1FF);
        vp9.WriteBaseLayerIndex(copy, 0xAB);
        Assert.Equal(Bytes.FromHex("F9 7F 53 03 08 86"), copy);
    }

    [Fact]
    [FuzzTarget(typeof(Vp9Payload))]
    public void Survives_random_and_mutated_bytes() => Fuzzer.Run([KeyFrame, Flexible, Bare], static bytes =>
    {
        if (Vp9Payload.TryParse(bytes, out var vp9))
        {
            Assert.InRange(vp9.DescriptorLength, 1, bytes.Length - 1);
            var copy = bytes.ToArray();
            vp9.WritePictureId(copy, 0x5555);
            vp9.WriteBaseLayerIndex(copy, 1);
            Assert.True(bytes[vp9.DescriptorLength..].SequenceEqual(copy.AsSpan(vp9.DescriptorLength)));
        }
    });
}

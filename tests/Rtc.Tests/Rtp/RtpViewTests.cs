using Serverless.Rtc.Rtp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtp;

public sealed class RtpViewTests
{
    /// <summary>
    /// Marker, type 96, two CSRCs, one-byte extensions 1 (one byte), padding, 3 (two bytes); payload; two of padding.
    /// </summary>
    private static readonly byte[] OneByte = Bytes.FromHex(
        """
        B2 E0 1234 00010203 DEADBEEF 00000001 00000002
        BEDE 0002 10 AA 00 31 B1 B2 00 00
        C0C1C2 0002
        """);

    /// <summary>Extension 17 empty, padding, 200 of three bytes.</summary>
    private static readonly byte[] TwoByte = Bytes.FromHex(
        """
        90 60 FFFF 00000000 00000001
        1000 0002 11 00 00 C8 03 0A0B0C
        FF
        """);

    [Fact]
    public void Reads_every_field()
    {
        Assert.True(RtpView.TryParse(OneByte, out var view));
        Assert.True(view.Marker);
        Assert.Equal(new PayloadType(96), view.PayloadType);
        Assert.Equal(new RtpSeq(0x1234), view.Sequence);
        Assert.Equal(new RtpTime(0x00010203), view.Timestamp);
        Assert.Equal(new Ssrc(0xDEADBEEF), view.Ssrc);
        Assert.Equal(2, view.CsrcCount);
        Assert.Equal(new Ssrc(1), view.Csrc(0));
        Assert.Equal(new Ssrc(2), view.Csrc(1));
        Assert.Equal(32, view.HeaderLength);
        Assert.Equal(2, view.PaddingLength);
        Assert.Equal("C0C1C2", Convert.ToHexString(view.Payload));
    }

    [Fact]
    public void Finds_one_byte_extensions()
    {
        Assert.True(RtpView.TryParse(OneByte, out var view));
        Assert.True(view.TryGetExtension(1, out var first));
        Assert.Equal("AA", Convert.ToHexString(first));
        Assert.True(view.TryGetExtension(3, out var third));
        Assert.Equal("B1B2", Convert.ToHexString(third));
        Assert.False(view.TryGetExtension(2, out _));
        Assert.False(view.TryGetExtension(0, out _));
        Assert.True(view.TryGetExtensionRange(3, out var offset, out var length));
        Assert.Equal((28, 2), (offset, length));
    }

    [Fact]
    public void Finds_two_byte_extensions()
    {
        Assert.True(RtpView.TryParse(TwoByte, out var view));
        Assert.True(view.TryGetExtension(17, out var empty));
        Assert.True(empty.IsEmpty);
        Assert.True(view.TryGetExtension(200, out var value));
        Assert.Equal("0A0B0C", Convert.ToHexString(value));
        Assert.Equal(1, view.Payload.Length);
    }

    /// <summary>RFC 8285 §4.2: 15 ends the block, and so does a zero id that claims a length.</summary>
    [Theory]
    [InlineData("10 AA F0 00 20 BB 00 00")]
    [InlineData("10 AA 03 00 20 BB 00 00")]
    public void Id_15_and_a_padding_id_with_length_end_the_block(string block)
    {
        byte[] packet = [.. Bytes.FromHex("90 60 0001 00000000 00000001 BEDE 0002"), .. Bytes.FromHex(block)];
        Assert.True(RtpView.TryParse(packet, out var view));
        Assert.True(view.TryGetExtension(1, out _));
        Assert.False(view.TryGetExtension(2, out _));
        Assert.False(view.TryGetExtension(15, out _));
    }

    [Fact]
    public void An_element_longer_than_the_block_ends_it()
    {
        var packet = Bytes.FromHex("90 60 0001 00000000 00000001 BEDE 0001 10 AA 2F 00 FFFFFFFF FFFFFFFF FFFFFFFF");
        Assert.True(RtpView.TryParse(packet, out var view));
        Assert.True(view.TryGetExtension(1, out _));
        Assert.False(view.TryGetExtension(2, out _));
    }

    [Fact]
    public void An_unknown_extension_profile_is_skipped_over()
    {
        var packet = Bytes.FromHex("90 60 0001 00000000 00000001 ABCD 0001 10AA0000 55");
        Assert.True(RtpView.TryParse(packet, out var view));
        Assert.False(view.TryGetExtension(1, out _));
        Assert.Equal("55", Convert.ToHexString(view.Payload));
    }

    [Theory]
    [InlineData("40 60 0001 00000000 00000001", "version 1")]
    [InlineData("A0 60 0001 00000000 00000001 00", "padding count zero")]
    [InlineData("A0 60 0001 00000000 00000001 0003", "more padding than payload")]
    [InlineData("A0 60 0001 00000000 00000001", "padding announced, last byte is the SSRC's")]
    [InlineData("81 60 0001 00000000 00000001", "a CSRC is missing")]
    [InlineData("90 60 0001 00000000 00000001 BEDE", "half an extension header")]
    [InlineData("90 60 0001 00000000 00000001 BEDE FFFF 00000000", "extension longer than the packet")]
    public void Refuses(string packet, string why) =>
        Assert.False(RtpView.TryParse(Bytes.FromHex(packet), out _), why);

    [Fact]
    public void A_packet_of_padding_only_has_an_empty_payload()
    {
        Assert.True(RtpView.TryParse(Bytes.FromHex("A0 60 0001 00000000 00000001 000003"), out var view));
        Assert.True(view.Payload.IsEmpty);
        Assert.Equal(3, view.PaddingLength);
    }

    [Fact]
    public void A_cut_in_the_header_is_refused_and_a_cut_behind_it_shortens_the_payload()
    {
        foreach (var bytes in Bytes.Truncations(TwoByte))
        {
            Assert.Equal(bytes.Length >= 24, RtpView.TryParse(bytes, out _));
            Assert.Equal(bytes.Length >= 24, RtpView.TryReadHeaderLength(bytes, out var length) && length == 24);
        }

        Assert.All(Bytes.Truncations(OneByte).Take(32), bytes => Assert.False(RtpView.TryParse(bytes, out _)));
    }

    [Fact]
    public void The_header_length_is_known_before_decryption()
    {
        // Encrypted, the last byte is no padding count.
        var encrypted = OneByte.ToArray();
        encrypted[^1] = 0xFF;
        Assert.False(RtpView.TryParse(encrypted, out _));
        Assert.True(RtpView.TryReadHeaderLength(encrypted, out var length));
        Assert.Equal(32, length);
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        Read(OneByte);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            Read(OneByte);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    [FuzzTarget(typeof(RtpView))]
    public void Survives_random_and_mutated_bytes() => Fuzzer.Run([OneByte, TwoByte], Read);

    private static void Read(ReadOnlySpan<byte> bytes)
    {
        if (!RtpView.TryParse(bytes, out var view))
        {
            return;
        }

        for (var index = 0; index < view.CsrcCount; index++)
        {
            _ = view.Csrc(index);
        }

        _ = (view.Marker, view.PayloadType, view.Sequence, view.Timestamp, view.Ssrc);
        Assert.True(bytes.Length == view.Header.Length + view.Payload.Length + view.PaddingLength);
        foreach (var extension in view.Extensions)
        {
            _ = extension.Value.Length;
        }

        _ = view.TryGetExtension(1, out _) || view.TryGetExtensionRange(255, out _, out _);
    }
}

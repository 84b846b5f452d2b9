using Serverless.Rtc.Rtp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtp;

public sealed class RtxPacketTests
{
    private static readonly byte[] Original = Bytes.FromHex(
        "B0 E0 1234 01020304 0000000A BEDE0001 10AA0000 C0C1C2 0002");

    [Fact]
    public void Wraps_the_original_number_before_the_payload_and_drops_padding()
    {
        Assert.True(RtpView.TryParse(Original, out var view));
        var buffer = new byte[100];
        Assert.True(RtxPacket.TryWrap(view, new PayloadType(97), new RtpSeq(7), new Ssrc(11), buffer, out var length));
        Assert.Equal(
            Bytes.FromHex("90 E1 0007 01020304 0000000B BEDE0001 10AA0000 1234 C0C1C2"),
            buffer.AsSpan(0, length).ToArray());
    }

    [Fact]
    public void Unwrapping_gives_the_original_without_padding()
    {
        Assert.True(RtpView.TryParse(Original, out var view));
        var buffer = new byte[100];
        Assert.True(RtxPacket.TryWrap(view, new PayloadType(97), new RtpSeq(7), new Ssrc(11), buffer, out var length));
        Assert.True(RtpView.TryParse(buffer.AsSpan(0, length), out var rtx));
        var restored = new byte[100];
        Assert.True(RtxPacket.TryUnwrap(rtx, new PayloadType(96), new Ssrc(10), restored, out length));
        Assert.Equal(
            Bytes.FromHex("90 E0 1234 01020304 0000000A BEDE0001 10AA0000 C0C1C2"),
            restored.AsSpan(0, length).ToArray());
    }

    [Theory]
    [InlineData("80 61 0007 00000000 0000000B")]
    [InlineData("80 61 0007 00000000 0000000B 12")]
    [InlineData("A0 61 0007 00000000 0000000B 000003")]
    public void A_packet_without_an_original_number_cannot_be_unwrapped(string packet)
    {
        Assert.True(RtpView.TryParse(Bytes.FromHex(packet), out var view));
        Assert.False(RtxPacket.TryUnwrap(view, new PayloadType(96), new Ssrc(10), new byte[100], out var length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void Too_little_room_is_said()
    {
        Assert.True(RtpView.TryParse(Original, out var view));
        Assert.False(RtxPacket.TryWrap(view, new PayloadType(97), new RtpSeq(7), new Ssrc(11), new byte[24], out _));
        Assert.True(RtxPacket.TryWrap(view, new PayloadType(97), new RtpSeq(7), new Ssrc(11), new byte[25], out _));
    }

    [Fact]
    [FuzzTarget(typeof(RtxPacket))]
    public void Survives_random_and_mutated_bytes() => Fuzzer.Run([Original], static bytes =>
    {
        Span<byte> buffer = stackalloc byte[400];
        if (RtpView.TryParse(bytes, out var view)
            && RtxPacket.TryUnwrap(view, new PayloadType(96), new Ssrc(1), buffer, out var length))
        {
            Assert.True(RtpView.TryParse(buffer[..length], out _));
        }
    });
}

using Serverless.Rtc.Srtp;

namespace Serverless.Interop.Tests.Srtp;

/// <summary>RFC 7714 §16.1 and §17.1, AEAD_AES_128_GCM.</summary>
public sealed class Rfc7714VectorTests
{
    private const string RtpPlain =
        "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e697320646976" +
        "69736120696e207061727465732074726573";

    private const string RtpProtected =
        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd5" +
        "0d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce";

    private const string RtcpPlain =
        "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61" +
        "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private const string RtcpProtected =
        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32d" +
        "c676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf872" +
        "45d9eade800005d4";

    private const int RtcpIndex = 0x5d4;

    private static readonly PresetSessionKeys Keys = new(
        Convert.FromHexString("000102030405060708090a0b0c0d0e0f"),
        Convert.FromHexString("517569642070726f2071756f"));

    [Fact]
    public void An_rtp_packet_is_protected_as_in_16_1_1()
    {
        using var sender = new SrtpSender(SrtpProfile.AeadAes128Gcm, PresetSessionKeys.Master, Keys);
        var plain = Convert.FromHexString(RtpPlain);
        var buffer = new byte[plain.Length + SrtpSender.MaximumRtpOverhead];
        plain.CopyTo(buffer, 0);

        var length = sender.ProtectRtp(buffer, headerLength: 12, plain.Length, rollOver: 0);

        Assert.Equal(RtpProtected, Convert.ToHexStringLower(buffer.AsSpan(0, length)));
    }

    [Fact]
    public void An_rtp_packet_is_opened_as_in_16_1_2()
    {
        using var receiver = new SrtpReceiver(SrtpProfile.AeadAes128Gcm, PresetSessionKeys.Master, Keys);
        var packet = Convert.FromHexString(RtpProtected);

        var result = receiver.UnprotectRtp(packet, headerLength: 12, out var length, out var extendedSequence);

        Assert.Equal(SrtpResult.Ok, result);
        Assert.Equal(0xf17b, extendedSequence);
        Assert.Equal(RtpPlain, Convert.ToHexStringLower(packet.AsSpan(0, length)));
    }

    [Fact]
    public void An_rtcp_packet_is_protected_as_in_17_1()
    {
        using var sender = new SrtpSender(SrtpProfile.AeadAes128Gcm, PresetSessionKeys.Master, Keys);
        var plain = Convert.FromHexString(RtcpPlain);
        var buffer = new byte[plain.Length + SrtpSender.MaximumRtcpOverhead];
        var length = 0;
        for (var index = 0; index <= RtcpIndex; index++)
        {
            plain.CopyTo(buffer, 0);
            length = sender.ProtectRtcp(buffer, plain.Length);
        }

        Assert.Equal(RtcpProtected, Convert.ToHexStringLower(buffer.AsSpan(0, length)));
    }

    [Fact]
    public void An_rtcp_packet_is_opened_as_in_17_1()
    {
        using var receiver = new SrtpReceiver(SrtpProfile.AeadAes128Gcm, PresetSessionKeys.Master, Keys);
        var packet = Convert.FromHexString(RtcpProtected);

        Assert.Equal(SrtpResult.Ok, receiver.UnprotectRtcp(packet, out var length));
        Assert.Equal(RtcpPlain, Convert.ToHexStringLower(packet.AsSpan(0, length)));
    }
}

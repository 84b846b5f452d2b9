using Serverless.Rtc.Srtp;

namespace Serverless.Interop.Tests.Srtp;

/// <summary>Whole packets, from master key to tag, as libsrtp's own driver publishes them (srtp_validate, _gcm).</summary>
public sealed class SrtpVectorTests
{
    private const string RtpPlain = "800f1234decafbadcafebabeabababababababababababababababab";
    private const string RtcpPlain = "81c8000bcafebabeabababababababababababababababab";
    private const int RtpHeaderLength = 12;

    private static readonly SrtpCiphers Ciphers = new();

    public static TheoryData<SrtpProfile, string, string, string> Rtp => new()
    {
        {
            SrtpProfile.AesCm128HmacSha1_80,
            "e1f97a0d3e018be0d64fa32c06de4139",
            "0ec675ad498afeebb6960b3aabe6",
            "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb"
        },
        {
            SrtpProfile.AeadAes128Gcm,
            "000102030405060708090a0b0c0d0e0f",
            "a0a1a2a3a4a5a6a7a8a9aaab",
            "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392"
        },
    };

    [Theory]
    [MemberData(nameof(Rtp))]
    public void Rtp_packets_match_the_published_ones(SrtpProfile profile, string key, string salt, string expected)
    {
        var master = new SrtpMasterKey(Convert.FromHexString(key), Convert.FromHexString(salt));
        using var sender = new SrtpSender(profile, master, Ciphers);
        var plain = Convert.FromHexString(RtpPlain);
        var buffer = new byte[plain.Length + SrtpSender.MaximumRtpOverhead];
        plain.CopyTo(buffer, 0);

        var length = sender.ProtectRtp(buffer, RtpHeaderLength, plain.Length, rollOver: 0);

        Assert.Equal(expected, Convert.ToHexStringLower(buffer.AsSpan(0, length)));

        using var receiver = new SrtpReceiver(profile, master, Ciphers);
        var result = receiver.UnprotectRtp(
            buffer.AsSpan(0, length), RtpHeaderLength, out var plainLength, out var extendedSequence);
        Assert.Equal(SrtpResult.Ok, result);
        Assert.Equal(0x1234, extendedSequence);
        Assert.Equal(plain, buffer[..plainLength]);
    }

    public static TheoryData<SrtpProfile, string, string, string> Rtcp => new()
    {
        {
            SrtpProfile.AesCm128HmacSha1_80,
            "e1f97a0d3e018be0d64fa32c06de4139",
            "0ec675ad498afeebb6960b3aabe6",
            "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798"
        },
        {
            SrtpProfile.AeadAes128Gcm,
            "000102030405060708090a0b0c0d0e0f",
            "a0a1a2a3a4a5a6a7a8a9aaab",
            "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025c52c6fbea2b3b446ea31123ba88ce61e80000001"
        },
    };

    [Theory]
    [MemberData(nameof(Rtcp))]
    public void Rtcp_packets_match_the_published_ones(SrtpProfile profile, string key, string salt, string expected)
    {
        var master = new SrtpMasterKey(Convert.FromHexString(key), Convert.FromHexString(salt));
        using var sender = new SrtpSender(profile, master, Ciphers);
        var plain = Convert.FromHexString(RtcpPlain);
        var buffer = new byte[plain.Length + SrtpSender.MaximumRtcpOverhead];

        // The published packets carry index 1: libsrtp counts from there.
        plain.CopyTo(buffer, 0);
        sender.ProtectRtcp(buffer, plain.Length);
        plain.CopyTo(buffer, 0);
        var length = sender.ProtectRtcp(buffer, plain.Length);

        Assert.Equal(expected, Convert.ToHexStringLower(buffer.AsSpan(0, length)));

        using var receiver = new SrtpReceiver(profile, master, Ciphers);
        Assert.Equal(SrtpResult.Ok, receiver.UnprotectRtcp(buffer.AsSpan(0, length), out var plainLength));
        Assert.Equal(plain, buffer[..plainLength]);
    }
}

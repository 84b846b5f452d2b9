using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Tests.Srtp;

/// <summary>RFC 3711 appendix B.</summary>
public sealed class KeyDerivationTests
{
    private static readonly SrtpMasterKey Master = new(
        Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139"),
        Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6"));

    [Theory]
    [InlineData(0, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(1, "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4")]
    [InlineData(2, "30CBBC08863D8C85D49DB34A9AE1")]
    public void Session_keys_match_appendix_B3(int label, string expected)
    {
        var output = new byte[expected.Length / 2];

        KeyDerivation.Derive(new FakeCiphers(), Master, (KeyDerivationLabel)label, output);

        Assert.Equal(expected, Convert.ToHexString(output));
    }

    [Fact]
    public void Keys_of_the_rtcp_labels_differ_from_those_of_rtp()
    {
        var rtp = new byte[16];
        var rtcp = new byte[16];

        KeyDerivation.Derive(new FakeCiphers(), Master, KeyDerivationLabel.RtpEncryption, rtp);
        KeyDerivation.Derive(new FakeCiphers(), Master, KeyDerivationLabel.RtcpEncryption, rtcp);

        Assert.NotEqual(rtp, rtcp);
    }

    [Fact]
    public void A_twelve_byte_salt_counts_as_padded_with_zeros()
    {
        // RFC 7714 §11.
        var salt = Master.Salt.AsSpan(0, 12);
        var shortSalt = new byte[16];
        var paddedSalt = new byte[16];

        KeyDerivation.Derive(
            new FakeCiphers(), new SrtpMasterKey(Master.Key, salt.ToArray()), KeyDerivationLabel.RtpSalt, shortSalt);
        KeyDerivation.Derive(
            new FakeCiphers(),
            new SrtpMasterKey(Master.Key, [.. salt, 0, 0]),
            KeyDerivationLabel.RtpSalt,
            paddedSalt);

        Assert.Equal(paddedSalt, shortSalt);
    }

    [Fact]
    public void A_master_key_does_not_print_itself() =>
        Assert.DoesNotContain("E1", Master.ToString(), StringComparison.Ordinal);
}

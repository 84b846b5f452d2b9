using Serverless.Interop.OpenSsl;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Srtp;

namespace Serverless.Interop.Tests.OpenSsl;

/// <summary>Handshakes with the openssl command line over real sockets.</summary>
public sealed class DtlsToolTests : IDisposable
{
    private const string NeedsTool = "The openssl command is not installed.";

    private readonly OpenSslDtlsFactory _factory = new(TimeProvider.System);

    public void Dispose() => _factory.Dispose();

    [Theory]
    [InlineData("SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80", SrtpProfile.AeadAes128Gcm)]
    [InlineData("SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM", SrtpProfile.AeadAes128Gcm)]
    [InlineData("SRTP_AES128_CM_SHA1_80", SrtpProfile.AesCm128HmacSha1_80)]
    public void As_server_our_order_of_profiles_decides(string offered, SrtpProfile expected)
    {
        Assert.SkipUnless(OpenSslTool.IsInstalled, NeedsTool);
        using var tool = new OpenSslTool();
        using var server = _factory.CreateEngine(DtlsRole.Server, DtlsPair.Now);
        tool.StartClient(offered);

        Assert.True(tool.RunUntil(server, () => server.State == DtlsState.Connected), tool.Output);
        Assert.Equal(expected, server.Result.Profile);
        Assert.Equal(Convert.ToHexString(tool.CertificateDigest), HexOf(server.Result.RemoteFingerprint));
        AssertSameKeys(tool, server, client: server.Result.Inbound, server: server.Result.Outbound);
    }

    [Fact]
    public void As_client_we_connect_to_a_server_that_answers_with_our_profile()
    {
        Assert.SkipUnless(OpenSslTool.IsInstalled, NeedsTool);
        using var tool = new OpenSslTool();
        tool.StartServer("SRTP_AEAD_AES_128_GCM");
        using var client = _factory.CreateEngine(DtlsRole.Client, DtlsPair.Now);

        Assert.True(
            tool.RunUntil(client, () => client.State == DtlsState.Connected), $"{client.FailureReason} {tool.Output}");
        Assert.Equal(SrtpProfile.AeadAes128Gcm, client.Result.Profile);
        Assert.Equal(Convert.ToHexString(tool.CertificateDigest), HexOf(client.Result.RemoteFingerprint));
        AssertSameKeys(tool, client, client: client.Result.Outbound, server: client.Result.Inbound);
    }

    [Fact]
    public void A_peer_without_a_profile_in_common_fails()
    {
        Assert.SkipUnless(OpenSslTool.IsInstalled, NeedsTool);
        using var tool = new OpenSslTool();
        using var server = _factory.CreateEngine(DtlsRole.Server, DtlsPair.Now);
        tool.StartClient("SRTP_AES128_CM_SHA1_32");

        Assert.True(tool.RunUntil(server, () => server.State == DtlsState.Failed), tool.Output);
        Assert.Contains("profile", server.FailureReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_without_a_certificate_fails()
    {
        Assert.SkipUnless(OpenSslTool.IsInstalled, NeedsTool);
        using var tool = new OpenSslTool();
        using var server = _factory.CreateEngine(DtlsRole.Server, DtlsPair.Now);
        tool.StartClient("SRTP_AEAD_AES_128_GCM", withCertificate: false);

        Assert.True(tool.RunUntil(server, () => server.State == DtlsState.Failed), tool.Output);
        Assert.Contains("certificate", server.FailureReason, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => server.Result);
    }

    [Fact]
    public void The_extended_master_secret_is_used()
    {
        // RFC 7627: without it the exported keys are not bound to the handshake.
        Assert.SkipUnless(OpenSslTool.IsInstalled, NeedsTool);
        using var tool = new OpenSslTool();
        using var server = _factory.CreateEngine(DtlsRole.Server, DtlsPair.Now);
        tool.StartClient("SRTP_AEAD_AES_128_GCM");

        Assert.True(
            tool.RunUntil(
                server, () => tool.Output.Contains("Extended master secret: yes", StringComparison.Ordinal)),
            tool.Output);
    }

    private static string HexOf(Fingerprint fingerprint) => fingerprint.Sha256.Replace(":", "", StringComparison.Ordinal);

    /// <summary>The tool prints what it exported: client key, server key, client salt, server salt (RFC 5764 §4.2).</summary>
    private static void AssertSameKeys(OpenSslTool tool, OpenSslDtls engine, SrtpMasterKey client, SrtpMasterKey server)
    {
        var expected = Convert.ToHexString([.. client.Key, .. server.Key, .. client.Salt, .. server.Salt]);
        Assert.True(
            tool.RunUntil(engine, () => tool.Output.Contains(expected, StringComparison.OrdinalIgnoreCase)), tool.Output);
    }
}

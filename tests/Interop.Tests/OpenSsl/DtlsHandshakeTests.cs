using System.Security.Cryptography;
using Serverless.Interop.OpenSsl;
using Serverless.Rtc.Srtp;

namespace Serverless.Interop.Tests.OpenSsl;

public sealed class DtlsHandshakeTests : IDisposable
{
    private readonly OpenSslDtlsFactory _clients = new(TimeProvider.System, DtlsPair.QuickRetransmission);
    private readonly OpenSslDtlsFactory _servers = new(TimeProvider.System, DtlsPair.QuickRetransmission);

    public void Dispose()
    {
        _clients.Dispose();
        _servers.Dispose();
    }

    [Fact]
    public void Both_sides_connect_with_gcm_and_mirrored_keys()
    {
        using var pair = new DtlsPair(_clients, _servers);

        Assert.True(pair.RunUntil(() => pair.BothConnected));

        var client = pair.Client.Result;
        var server = pair.Server.Result;
        Assert.Equal(SrtpProfile.AeadAes128Gcm, client.Profile);
        Assert.Equal(SrtpProfile.AeadAes128Gcm, server.Profile);
        Assert.Equal(client.Outbound.Key, server.Inbound.Key);
        Assert.Equal(client.Outbound.Salt, server.Inbound.Salt);
        Assert.Equal(client.Inbound.Key, server.Outbound.Key);
        Assert.Equal(client.Inbound.Salt, server.Outbound.Salt);
        Assert.NotEqual(client.Inbound.Key, client.Outbound.Key);
        Assert.Equal((16, 12), (client.Inbound.Key.Length, client.Inbound.Salt.Length));
    }

    [Fact]
    public void Each_side_learns_the_fingerprint_of_the_other()
    {
        using var pair = new DtlsPair(_clients, _servers);

        Assert.True(pair.RunUntil(() => pair.BothConnected));

        Assert.Equal(_servers.LocalFingerprint, pair.Client.Result.RemoteFingerprint);
        Assert.Equal(_clients.LocalFingerprint, pair.Server.Result.RemoteFingerprint);
        Assert.NotEqual(_clients.LocalFingerprint, _servers.LocalFingerprint);
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", _clients.LocalFingerprint.Sha256);
    }

    [Fact]
    public void The_result_opens_what_the_other_side_protects()
    {
        using var pair = new DtlsPair(_clients, _servers);
        Assert.True(pair.RunUntil(() => pair.BothConnected));
        var ciphers = new OpenSslSrtpCiphers();
        using var sender = new SrtpSender(pair.Client.Result.Profile, pair.Client.Result.Outbound, ciphers);
        using var receiver = new SrtpReceiver(pair.Server.Result.Profile, pair.Server.Result.Inbound, ciphers);
        var plain = RandomNumberGenerator.GetBytes(200);
        var buffer = new byte[plain.Length + SrtpSender.MaximumRtpOverhead];
        plain.CopyTo(buffer, 0);

        var length = sender.ProtectRtp(buffer, headerLength: 12, plain.Length, rollOver: 0);

        Assert.Equal(SrtpResult.Ok, receiver.UnprotectRtp(buffer.AsSpan(0, length), 12, out var plainLength, out _));
        Assert.Equal(plain, buffer[..plainLength]);
    }
}

using Serverless.Rtc.Dtls;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Tests.Ice;
using Serverless.Rtc.Tests.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Peer;

public sealed class TransportTests : IDisposable
{
    private static readonly UdpAddress Server = UdpAddress.FromIPv4(1, 1);
    private static readonly UdpAddress Client = UdpAddress.FromIPv4(2, 2);

    private readonly Random _numbers = new(1);
    private readonly CountingSink _sink = new();
    private readonly DropCounters _drops = new();
    private readonly IceCredentials _local;
    private readonly IceCredentials _remote;
    private Transport _transport;
    private Instant _now = new(1_000_000);

    public TransportTests()
    {
        (_local, _remote) = (IceCredentials.Generate(_numbers.NextBytes), IceCredentials.Generate(_numbers.NextBytes));
        _transport = Make(InstantDtls.Peer);
    }

    [Fact]
    public void It_can_send_after_check_and_handshake_and_for_15_s()
    {
        Assert.False(_transport.CanSend(_now));
        Assert.Equal(Arrival.NewAddress, Check(_local, _remote));
        Assert.False(_transport.CanSend(_now));
        Receive([22, 0]);
        Assert.True(_transport.CanSend(_now));
        _now += TimeSpan.FromSeconds(14.9);
        Assert.True(_transport.CanSend(_now));
        _now += TimeSpan.FromSeconds(0.1);
        Assert.False(_transport.CanSend(_now));
        Check(_local, _remote);
        Assert.True(_transport.CanSend(_now));
    }

    [Fact]
    public void A_certificate_that_is_not_the_offers_closes_it()
    {
        _transport.Dispose();
        _transport = Make(new Fingerprint(string.Join(':', Enumerable.Repeat("CD", 32))));
        Check(_local, _remote);
        Receive([22, 0]);
        Assert.Equal(TransportState.Closed, _transport.State);
        Assert.False(_transport.CanSend(_now));
    }

    [Fact]
    public void Two_restarts_in_a_row_keep_sending_to_the_old_address_until_the_new_check()
    {
        Check(_local, _remote);
        Receive([22, 0]);
        IceCredentials local = _local, remote = _remote;
        for (var restart = 0; restart < 2; restart++)
        {
            (local, remote) = (IceCredentials.Generate(_numbers.NextBytes), IceCredentials.Generate(_numbers.NextBytes));
            _transport.RestartIce(local, remote);
            Assert.True(_transport.CanSend(_now));
        }

        _now += TimeSpan.FromSeconds(16);
        Assert.False(_transport.CanSend(_now));
        Assert.Equal(Arrival.NewAddress, Check(local, remote));
        Assert.True(_transport.CanSend(_now));
    }

    [Fact]
    public void Media_follows_a_client_whose_consent_checks_and_media_come_from_another_address()
    {
        var mobile = UdpAddress.FromIPv4(3, 3);
        Check(_local, _remote);
        Receive([22, 0]);
        _now += TimeSpan.FromSeconds(5);
        var consent = CheckWriter.Write(_local.Ufrag, _remote.Ufrag, _local.Password, nominate: false);
        Assert.Equal(Arrival.NewAddress, _transport.HandleDatagram(_now, mobile, consent, out _));
        Assert.Equal(Client, SendsTo());

        Assert.Equal(Arrival.Rtp, _transport.HandleDatagram(_now, mobile, [0x80, 96, .. new byte[40]], out _));
        Assert.Equal(mobile, SendsTo());
    }

    [Fact]
    public void What_it_cannot_use_is_counted_by_reason_and_does_not_count_as_heard()
    {
        Check(_local, _remote);
        var heard = _transport.LastHeard;
        _now += TimeSpan.FromSeconds(1);
        var wrong = new IceCredentials(_local.Ufrag, _remote.Password);
        Expect(DropReason.BadIntegrity, () => Check(wrong, _remote));
        Expect(DropReason.UnknownUfrag, () => Check(_local, _local));
        Expect(DropReason.MalformedStun, () => Receive([0, 1, 0, 0]));
        Expect(DropReason.UnknownProtocol, () => Receive([70, 1, 2]));
        Expect(DropReason.NoKeys, () => Receive([0x80, 96, .. new byte[40]]));
        Expect(DropReason.NoKeys, () => Receive([0x80, 200, .. new byte[40]]));
        Receive([22, 0]);
        Expect(DropReason.MalformedRtp, () => Receive([0x80, 96, 0, 1]));
        Expect(DropReason.MalformedRtcp, () => Receive([0x80, 200, 0, 1]));
        Expect(DropReason.NotAuthentic, () => Receive([0x80, 96, .. new byte[40], 1]));
        Assert.Equal(heard, _transport.LastHeard);
        Assert.Equal(Arrival.Rtp, Receive([0x80, 96, .. new byte[40]]));
        Assert.Equal(_now, _transport.LastHeard);
        Expect(DropReason.Replayed, () => Receive([0x80, 96, .. new byte[40]]));
    }

    public void Dispose() => _transport.Dispose();

    private Transport Make(Fingerprint expected) => new(
        _now,
        new TransportSetup(_local, _remote, expected, DtlsRole.Server),
        new InstantDtls(),
        new PlainCiphers(),
        _sink,
        _drops);

    private Arrival Check(IceCredentials local, IceCredentials remote)
    {
        var ice = new IceClient(_now, remote, local, [Server], _numbers.NextBytes);
        var check = new byte[512];
        Assert.True(ice.TryGetTransmit(_now, check, out var length, out _));
        return Receive(check.AsSpan(0, length).ToArray());
    }

    private Arrival Receive(byte[] datagram) => _transport.HandleDatagram(_now, Client, datagram, out _);

    private UdpAddress SendsTo()
    {
        _transport.SendRtcp(_sink.Reserve(), 8);
        return _sink.LastTo;
    }

    private void Expect(DropReason reason, Func<Arrival> receive)
    {
        var before = _drops[reason];
        Assert.Equal(Arrival.Nothing, receive());
        Assert.Equal(before + 1, _drops[reason]);
    }
}

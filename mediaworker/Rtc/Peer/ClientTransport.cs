using Serverless.Rtc.Dtls;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Peer;

/// <summary>
/// The other end of a <see cref="Transport"/>: a controlling ICE agent with DTLS and SRTP, for tests, the load generator and
/// workers that subscribe to one another. It knows the server's addresses from the answer and gathers none of its own.
/// </summary>
public sealed class ClientTransport : IDisposable
{
    private IceClient _ice;
    private readonly SecureChannel _channel;
    private readonly IDatagramSink _output;
    private readonly DropCounters _drops;
    private bool _greeted;

    public ClientTransport(
        Instant now,
        IceClient ice,
        DtlsRole role,
        Fingerprint remoteFingerprint,
        IDtlsEngineFactory dtls,
        ISrtpCipherFactory ciphers,
        IDatagramSink output,
        DropCounters drops)
    {
        _ice = ice;
        _channel = new SecureChannel(now, role, remoteFingerprint, dtls, ciphers, output, drops);
        _output = output;
        _drops = drops;
    }

    public TransportState State => _channel.State;

    /// <inheritdoc cref="SecureChannel.Profile"/>
    public SrtpProfile? Profile => _channel.Profile;

    public Instant NextTimeout =>
        Instant.Min(_ice.NextTimeout, _ice.Selected is null ? Instant.Never : _greeted ? _channel.NextTimeout : default);

    public bool CanSend => State == TransportState.Connected && _ice.Selected is not null;

    /// <param name="now">When it arrived.</param>
    /// <param name="from">Its source.</param>
    /// <param name="datagram">Decrypted in place.</param>
    /// <param name="length">For RTP and RTCP: bytes of the plain packet.</param>
    public Arrival HandleDatagram(Instant now, UdpAddress from, Span<byte> datagram, out int length)
    {
        length = 0;
        switch (Demux.Classify(datagram))
        {
            case PacketKind.Stun:
                _ice.HandleDatagram(now, datagram, from);
                HandleTimeout(now);
                return Arrival.Nothing;
            case PacketKind.Dtls:
                _channel.HandleDtls(now, datagram, from);
                return Arrival.Nothing;
            case PacketKind.Rtp:
                return _channel.TryOpenRtp(datagram, out length) ? Arrival.Rtp : Arrival.Nothing;
            case PacketKind.Rtcp:
                return _channel.TryOpenRtcp(datagram, out length) ? Arrival.Rtcp : Arrival.Nothing;
            case PacketKind.Unknown:
                _drops.Add(DropReason.UnknownProtocol);
                return Arrival.Nothing;
        }

        return Arrival.Nothing;
    }

    /// <summary>Sends the checks that are due, and the ClientHello once there is an address for it.</summary>
    public void HandleTimeout(Instant now)
    {
        while (_ice.TryGetTransmit(now, _output.Reserve(), out var length, out var to))
        {
            _output.Commit(length, to);
        }

        if (_ice.Selected is { } peer && (!_greeted || _channel.NextTimeout <= now))
        {
            _greeted = true;
            _channel.HandleTimeout(now, peer);
        }
    }

    /// <summary>Protects and sends what stands in the sink's reserved room. Only while <see cref="CanSend"/>.</summary>
    public void SendRtp(
        Span<byte> reserved, int headerLength, int length, uint rollOver, SendPriority priority = SendPriority.Video) =>
        _channel.SendRtp(reserved, headerLength, length, rollOver, _ice.Selected!.Value, priority);

    /// <summary>As <see cref="SendRtp"/>, for a compound RTCP packet.</summary>
    public void SendRtcp(Span<byte> reserved, int length) =>
        _channel.SendRtcp(reserved, length, _ice.Selected!.Value);

    /// <summary>Checks anew with the credentials of a new answer, on the same keys (RFC 8445 §9); until one is answered, nothing is sent.</summary>
    public void RestartIce(IceClient ice) => _ice = ice;

    public void Close() => _channel.Close(_ice.Selected);

    public void Dispose() => _channel.Dispose();
}

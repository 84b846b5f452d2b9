using Serverless.Rtc.Dtls;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Peer;

/// <summary>The DTLS association of a transport and the SRTP contexts it yields (RFC 5764). Knows no ICE.</summary>
public sealed class SecureChannel : IDisposable
{
    private readonly IDtlsEngine _dtls;
    private readonly Fingerprint _expected;
    private readonly ISrtpCipherFactory _ciphers;
    private readonly IDatagramSink _output;
    private readonly DropCounters _drops;
    private SrtpSender? _sender;
    private SrtpReceiver? _receiver;
    private bool _handshakeRests;

    public SecureChannel(
        Instant now,
        DtlsRole role,
        Fingerprint expected,
        IDtlsEngineFactory dtls,
        ISrtpCipherFactory ciphers,
        IDatagramSink output,
        DropCounters drops)
    {
        ArgumentNullException.ThrowIfNull(dtls);
        _dtls = dtls.Create(role, now);
        _expected = expected;
        _ciphers = ciphers;
        _output = output;
        _drops = drops;
    }

    public TransportState State { get; private set; } = TransportState.Connecting;

    /// <summary>What the handshake agreed on; null before.</summary>
    public SrtpProfile? Profile { get; private set; }

    /// <summary>When DTLS wants to retransmit.</summary>
    public Instant NextTimeout => State == TransportState.Closed ? Instant.Never : _dtls.NextTimeout;

    public void HandleDtls(Instant now, ReadOnlySpan<byte> datagram, UdpAddress peer)
    {
        if (State != TransportState.Closed)
        {
            _dtls.HandleDatagram(now, datagram);
            Advance(peer);
        }
    }

    /// <summary>Runs DTLS's timer; for a client the first call sends the ClientHello.</summary>
    public void HandleTimeout(Instant now, UdpAddress peer)
    {
        if (State != TransportState.Closed)
        {
            _dtls.HandleTimeout(now);
            Advance(peer);
        }
    }

    /// <summary>Opens an SRTP packet in place.</summary>
    public bool TryOpenRtp(Span<byte> packet, out int length)
    {
        length = 0;
        if (_receiver is null)
        {
            return Drop(DropReason.NoKeys);
        }

        return RtpView.TryReadHeaderLength(packet, out var headerLength)
            ? Check(_receiver.UnprotectRtp(packet, headerLength, out length, out _), DropReason.MalformedRtp)
            : Drop(DropReason.MalformedRtp);
    }

    /// <summary>Opens an SRTCP packet in place.</summary>
    public bool TryOpenRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        return _receiver is null
            ? Drop(DropReason.NoKeys)
            : Check(_receiver.UnprotectRtcp(packet, out length), DropReason.MalformedRtcp);
    }

    /// <summary>Protects a packet that stands in the sink's reserved room, and sends it.</summary>
    public void SendRtp(
        Span<byte> reserved, int headerLength, int length, uint rollOver, UdpAddress peer, SendPriority priority) =>
        _output.Commit(_sender!.ProtectRtp(reserved, headerLength, length, rollOver), peer, priority);

    /// <summary>Protects a compound packet that stands in the sink's reserved room, and sends it.</summary>
    public void SendRtcp(Span<byte> reserved, int length, UdpAddress peer) =>
        _output.Commit(_sender!.ProtectRtcp(reserved, length), peer);

    /// <summary>Says close_notify where the association is up.</summary>
    public void Close(UdpAddress? peer)
    {
        if (State == TransportState.Connected && peer is { } address)
        {
            _dtls.Close();
            Drain(address);
        }

        State = TransportState.Closed;
    }

    public void Dispose()
    {
        _dtls.Dispose();
        _sender?.Dispose();
        _receiver?.Dispose();
    }

    private void Advance(UdpAddress peer)
    {
        Drain(peer);
        State = _dtls.State switch
        {
            DtlsState.Handshaking => TransportState.Connecting,
            DtlsState.Connected => State == TransportState.Connected ? State : Install(_dtls.Result),
            DtlsState.Closed or DtlsState.Failed => TransportState.Closed,
        };
    }

    private TransportState Install(DtlsResult result)
    {
        // Without this check anybody on the path could have shaken hands in the peer's place (RFC 8122 §5).
        if (result.RemoteFingerprint != _expected)
        {
            return TransportState.Closed;
        }

        Profile = result.Profile;
        _sender = new SrtpSender(result.Profile, result.Outbound, _ciphers);
        _receiver = new SrtpReceiver(result.Profile, result.Inbound, _ciphers);
        return TransportState.Connected;
    }

    private void Drain(UdpAddress peer)
    {
        while (_dtls.TryTakeDatagram(_output.Reserve(), out var length))
        {
            _output.Commit(length, peer);
        }
    }

    private bool Check(SrtpResult result, DropReason tooShort) => result switch
    {
        SrtpResult.Ok => Accept(),
        SrtpResult.TooShort => Drop(tooShort),
        SrtpResult.AuthenticationFailed => Drop(DropReason.NotAuthentic),
        SrtpResult.Replayed => Drop(DropReason.Replayed),
        SrtpResult.TooManySources => Drop(DropReason.TooManySources),
    };

    private bool Accept()
    {
        if (!_handshakeRests)
        {
            _handshakeRests = true;
            _dtls.Rest();
        }

        return true;
    }

    private bool Drop(DropReason reason)
    {
        _drops.Add(reason);
        return false;
    }
}

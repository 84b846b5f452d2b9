using Serverless.Rtc.Dtls;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Peer;

/// <summary>
/// The server's end of one participant's connection: ICE-lite, DTLS and SRTP over whatever addresses the client checks from.
/// Datagrams and time go in, datagrams leave through the sink, and plain RTP and RTCP are left in the caller's buffer.
/// </summary>
public sealed class Transport : IDisposable
{
    private IceLiteAgent _ice;
    private IceLiteAgent? _before;
    private readonly SecureChannel _channel;
    private readonly IDatagramSink _output;
    private readonly DropCounters _drops;
    private Traffic _sent;
    private Traffic _received;

    public Transport(
        Instant now,
        TransportSetup setup,
        IDtlsEngineFactory dtls,
        ISrtpCipherFactory ciphers,
        IDatagramSink output,
        DropCounters drops)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _ice = new IceLiteAgent(setup.Local, setup.Remote);
        _channel = new SecureChannel(now, setup.Role, setup.RemoteFingerprint, dtls, ciphers, output, drops);
        _output = output;
        _drops = drops;
        LastHeard = now;
        LocalUfrag = setup.Local.Ufrag;
    }

    public string LocalUfrag { get; private set; }

    public TransportState State => _channel.State;

    /// <summary>When the last datagram came in that only the peer can have sent; at first, when the transport was made.</summary>
    public Instant LastHeard { get; private set; }

    /// <summary>RTP and RTCP, before encryption.</summary>
    public ref readonly Traffic Sent => ref _sent;

    /// <summary>Authentic RTP and RTCP, after decryption.</summary>
    public ref readonly Traffic Received => ref _received;

    /// <summary>When <see cref="HandleTimeout"/> wants to run next.</summary>
    public Instant NextTimeout => Peer is null ? Instant.Never : _channel.NextTimeout;

    /// <summary>Keys are there and the peer agreed to receive within the last 15 s.</summary>
    public bool CanSend(Instant now) => State == TransportState.Connected && Active.HasConsent(now);

    /// <summary>Takes a datagram that was found to be for this transport, by its source address or its ufrag.</summary>
    /// <param name="now">When the batch arrived.</param>
    /// <param name="from">Its source.</param>
    /// <param name="datagram">Decrypted in place.</param>
    /// <param name="length">For RTP and RTCP: bytes of the plain packet.</param>
    public Arrival HandleDatagram(Instant now, UdpAddress from, Span<byte> datagram, out int length)
    {
        length = 0;
        switch (Demux.Classify(datagram))
        {
            case PacketKind.Stun:
                return HandleStun(now, from, datagram);
            case PacketKind.Dtls:
                _channel.HandleDtls(now, datagram, Peer ?? from);
                return Arrival.Nothing;
            case PacketKind.Rtp:
                return Heard(now, from, _channel.TryOpenRtp(datagram, out length), length, Arrival.Rtp);
            case PacketKind.Rtcp:
                return Heard(now, from, _channel.TryOpenRtcp(datagram, out length), length, Arrival.Rtcp);
            case PacketKind.Unknown:
                _drops.Add(DropReason.UnknownProtocol);
                return Arrival.Nothing;
        }

        return Arrival.Nothing;
    }

    public void HandleTimeout(Instant now)
    {
        if (Peer is { } peer)
        {
            _channel.HandleTimeout(now, peer);
        }
    }

    /// <summary>Protects and sends what stands in the sink's reserved room. Only while <see cref="CanSend"/>.</summary>
    public void SendRtp(
        Span<byte> reserved, int headerLength, int length, uint rollOver, SendPriority priority = SendPriority.Video)
    {
        _sent.Add(length);
        _channel.SendRtp(reserved, headerLength, length, rollOver, Peer!.Value, priority);
    }

    /// <summary>As <see cref="SendRtp"/>, for a compound RTCP packet.</summary>
    public void SendRtcp(Span<byte> reserved, int length)
    {
        _sent.Add(length);
        _channel.SendRtcp(reserved, length, Peer!.Value);
    }

    /// <summary>About once a second, for the rates.</summary>
    public void Look(Instant now)
    {
        _sent.Look(now);
        _received.Look(now);
    }

    /// <summary>New credentials on the same keys (RFC 8445 §9): media goes on to the old address until the new one is nominated.</summary>
    public void RestartIce(IceCredentials local, IceCredentials remote)
    {
        ArgumentNullException.ThrowIfNull(local);
        // A second restart before the first is through must not lose the address that media goes to.
        _before = Active;
        _ice = new IceLiteAgent(local, remote);
        LocalUfrag = local.Ufrag;
    }

    /// <summary>Says good-bye to the peer; nothing flows afterwards.</summary>
    public void Close() => _channel.Close(Peer);

    public void Dispose() => _channel.Dispose();

    /// <summary>The agent that media goes by: during an ICE restart the one before, until the new one has an address.</summary>
    private IceLiteAgent Active => _ice.HasSelected ? _ice : _before ?? _ice;

    private UdpAddress? Peer => Active.Selected;

    private Arrival HandleStun(Instant now, UdpAddress from, ReadOnlySpan<byte> datagram)
    {
        var result = _ice.HandleBindingRequest(now, datagram, from, _output.Reserve(), out var responseLength);
        if (responseLength > 0)
        {
            _output.Commit(responseLength, from);
        }

        switch (result)
        {
            case IceResult.Responded or IceResult.Nominated:
                LastHeard = now;
                return Arrival.NewAddress;
            case IceResult.WrongUsername:
                _drops.Add(DropReason.UnknownUfrag);
                return Arrival.Nothing;
            case IceResult.BadIntegrity:
                _drops.Add(DropReason.BadIntegrity);
                return Arrival.Nothing;
            case IceResult.Malformed or IceResult.NotARequest or IceResult.UnknownAttribute or IceResult.NoRoom:
                _drops.Add(DropReason.MalformedStun);
                return Arrival.Nothing;
            case IceResult.RoleConflict:
                return Arrival.Nothing;
        }

        return Arrival.Nothing;
    }

    private Arrival Heard(Instant now, UdpAddress from, bool authentic, int length, Arrival arrival)
    {
        if (!authentic)
        {
            return Arrival.Nothing;
        }

        LastHeard = now;
        Active.HandleMedia(now, from);
        _received.Add(length);
        return arrival;
    }
}

using System.Buffers.Binary;
using Serverless.Interop;
using Serverless.Interop.OpenSsl;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Benchmarks;

/// <summary>A room on a real engine, with OpenSSL on both ends and no network between: one publisher of VP8, many viewers.</summary>
internal sealed class Stage : IMediaEngineEvents, IDisposable
{
    private const string RoomId = "room";
    private const uint Ssrc = 0x5EED;

    /// <summary>REMB of 19.5 Mbit/s (draft-alvestrand-rmcat-remb-03 §2.2), so that nothing waits for a slow path.</summary>
    private static readonly byte[] WidePath =
        [0x8F, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, (byte)'R', (byte)'E', (byte)'M', (byte)'B', 1, 0x1E, 0x54, 0x0B, 0, 0, 0, 2];

    /// <summary>Long enough for a frame at that rate, paced.</summary>
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(4);

    /// <summary>The viewers' consent to receive (RFC 7675) lasts longer.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);

    private static readonly UdpAddress ServerAddress = UdpAddress.FromIPv4(0x7F000001, 40000);

    private readonly OpenSslDtlsFactory _dtls = new(TimeProvider.System);
    private readonly SrtpCiphers _ciphers = new();
    private readonly CountingSink _server = new();
    private readonly CountingSink _client = new();
    private readonly DropCounters _clientDrops = new();
    private readonly Dictionary<UdpAddress, ClientTransport> _clients = [];
    private readonly Random _random = new(1);
    private readonly MediaEngine _engine;
    private readonly ClientTransport _publisher;
    private readonly UdpAddress _publisherAddress;
    private Instant _now = new(1_000_000);
    private Instant _nextChecks;
    private long _answers;
    private ExtendedSeq _sequence = new(1);
    private RtpTime _timestamp = new(1);
    private int _pictureId;

    public Stage(int viewers)
    {
        _engine = new MediaEngine(
            new MediaEngineConfig(UnixMicrosecondsAtZero: 0), _dtls, _ciphers, _server, this, _random.NextBytes);
        (_publisher, _publisherAddress) = Connect("publisher", SdpDirection.SendOnly);
        PublishFrame(1, keyFrame: true);
        for (var viewer = 0; viewer < viewers; viewer++)
        {
            var (client, address) = Connect($"viewer-{viewer}", SdpDirection.RecvOnly);
            WidePath.CopyTo(_client.Reserve());
            client.SendRtcp(_client.Reserve(), WidePath.Length);
            Exchange(client, address);
        }

        PublishFrame(1, keyFrame: true);
        _server.Keep = false;
    }

    /// <summary>Datagrams that left for viewers.</summary>
    public long Delivered => _server.Count - _answers;

    public void PublishFrame(int packets, bool keyFrame)
    {
        _now += FrameTime;
        _timestamp += 3600;
        _pictureId++;
        if (_now >= _nextChecks)
        {
            CheckConsent();
        }

        for (var packet = 0; packet < packets; packet++)
        {
            Publish(keyFrame && packet == 0, marker: packet == packets - 1);
        }

        _engine.EndBatch(_now);
    }

    public void Connected(string roomId, string key)
    {
    }

    public void Silent(string roomId, string key)
    {
    }

    public void Gone(string roomId, string key)
    {
    }

    public void SlotsChanged(string roomId, string key, IReadOnlyList<SlotState> slots)
    {
    }

    public void LayersWanted(string roomId, string key, WantedLayers wanted)
    {
    }

    public void Dispose()
    {
        _engine.Dispose();
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _dtls.Dispose();
    }

    /// <summary>Once in thousands of frames: what it takes does not show.</summary>
    private void CheckConsent()
    {
        var (kept, before) = (_server.Keep, _server.Count);
        _server.Keep = _client.Keep = true;
        _nextChecks = _now + CheckInterval;
        foreach (var (address, client) in _clients)
        {
            Exchange(client, address);
        }

        _server.Keep = kept;
        _answers += _server.Count - before;
    }

    private void Publish(bool keyFrame, bool marker)
    {
        var buffer = _client.Reserve();
        _sequence += 1;
        var writer = new RtpHeaderWriter(
            buffer, marker, new PayloadType(ClientCodecs.Vp8.PayloadType), _sequence.Sequence, _timestamp, new Ssrc(Ssrc));
        var header = writer.Finish();
        var payload = buffer.Slice(header, 1150);
        payload.Clear();

        // VP8 payload descriptor with S and a picture id (RFC 7741 §4.2), then a frame tag whose lowest bit is 0 for a key frame.
        payload[0] = 0x90;
        payload[1] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(0x8000 | (_pictureId & 0x7FFF)));
        payload[4] = (byte)(keyFrame ? 0 : 1);
        _client.Keep = false;
        _publisher.SendRtp(buffer, header, header + payload.Length, (uint)(_sequence.Value >> 16));
        _client.Keep = true;
        _engine.HandleDatagram(_now, _publisherAddress, _client.Last);
    }

    private (ClientTransport Client, UdpAddress Address) Connect(string key, SdpDirection direction)
    {
        var local = IceCredentials.Generate(_random.NextBytes);
        var remote = IceCredentials.Generate(_random.NextBytes);
        var negotiated = Negotiate(local, remote, direction);
        _engine.Attach(
            _now,
            new ParticipantSetup(
                RoomId, key, key, remote, negotiated, new Dictionary<string, MediaSource> { ["0"] = MediaSource.Camera }));
        var address = UdpAddress.FromIPv4(0x7F000001, (ushort)(50000 + _clients.Count));
        var client = new ClientTransport(
            _now,
            new IceClient(_now, local, remote, [ServerAddress], _random.NextBytes),
            Rtc.Dtls.DtlsRole.Client,
            _dtls.LocalFingerprint,
            _dtls,
            _ciphers,
            _client,
            _clientDrops);
        _clients.Add(address, client);
        for (var turn = 0; client.State != TransportState.Connected; turn++)
        {
            if (turn > 1000)
            {
                throw new InvalidOperationException($"{key} does not connect.");
            }

            Exchange(client, address);
        }

        return (client, address);
    }

    private Negotiated Negotiate(IceCredentials local, IceCredentials remote, SdpDirection direction)
    {
        var offer = new ClientOffer
        {
            Ufrag = local.Ufrag,
            Pwd = local.Password,
            Fingerprint = _dtls.LocalFingerprint,
            SessionId = 1,
            Sections =
            [
                new ClientOfferSection
                {
                    Mid = "0",
                    Kind = MediaKind.Video,
                    Direction = direction,
                    Codecs = [ClientCodecs.Vp8],
                    Source = direction == SdpDirection.SendOnly ? new SdpSource(Ssrc, Ssrc + 1, "bench") : null,
                },
            ],
        };
        var answerer = new LocalDescription
        {
            Ufrag = remote.Ufrag,
            Pwd = remote.Password,
            Fingerprint = _dtls.LocalFingerprint,
            Candidates = [new IceCandidate(ServerAddress.ToEndPoint(), CandidateTransport.Udp)],
            Cname = "bench",
            SessionId = 1,
            AllocateSsrc = () => (uint)_random.Next(1, int.MaxValue),
        };
        return SessionDescription.TryParse(offer.ToSdp(), out var description, out var error)
            && SdpAnswerer.TryAnswer(description, new AnswerPolicy { MayPublish = true }, answerer, null, out var negotiated, out error)
            ? negotiated
            : throw new InvalidOperationException(error!.ToString());
    }

    private void Exchange(ClientTransport client, UdpAddress address)
    {
        _now += TimeSpan.FromMilliseconds(1);
        client.HandleTimeout(_now);
        while (_client.Kept.TryDequeue(out var sent))
        {
            _engine.HandleDatagram(_now, address, sent.Datagram);
        }

        _engine.EndBatch(_now);
        while (_server.Kept.TryDequeue(out var sent))
        {
            if (_clients.TryGetValue(sent.To, out var receiver))
            {
                receiver.HandleDatagram(_now, ServerAddress, sent.Datagram, out _);
            }
        }
    }
}

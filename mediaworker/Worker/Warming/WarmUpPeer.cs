using System.Net;
using System.Security.Cryptography;
using System.Text;
using Serverless.Interop.Linux;
using Serverless.Interop.OpenSsl;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Worker.Warming;

/// <summary>Half of the rehearsal: a client with a socket of its own, who publishes or watches one camera and one microphone.</summary>
internal sealed class WarmUpPeer : IDatagramSink, IDisposable
{
    private const int AudioPayload = 80;
    private const int VideoPayload = 1000;

    private readonly UdpSocket _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ReceiveBatch _received;
    private readonly SendBatch _sent;
    private readonly OpenSslDtlsFactory _dtls;
    private readonly OpenSslSrtpCiphers _ciphers = new();
    private readonly IceCredentials _ice = IceCredentials.Generate(RandomNumberGenerator.Fill);
    private readonly bool _publishes;
    private IReadOnlyList<ClientSection> _sections = [];
    private ClientTransport? _transport;
    private int _sequence;

    public WarmUpPeer(OpenSslDtlsFactory dtls, bool publishes)
    {
        _dtls = dtls;
        _publishes = publishes;
        _received = new ReceiveBatch(_socket);
        _sent = new SendBatch(_socket);
        Poller = new Poller(_socket);
    }

    public Poller Poller { get; }

    public bool IsConnected => _transport is { CanSend: true };

    public bool Publishes => _publishes;

    /// <summary>Media packets that were decrypted.</summary>
    public int Received { get; private set; }

    public string Offer() => new ClientOffer
    {
        Ufrag = _ice.Ufrag,
        Pwd = _ice.Password,
        Fingerprint = _dtls.LocalFingerprint,
        SessionId = 1,
        Sections = [Section("audio", MediaKind.Audio, ClientCodecs.Opus), Section("video", MediaKind.Video, ClientCodecs.Vp8)],
    }.ToSdp();

    /// <exception cref="FormatException">The worker answered what a client cannot read.</exception>
    public void Take(Instant now, string sdp)
    {
        if (!SessionDescription.TryParse(sdp, out var description, out var error)
            || !ClientAnswer.TryRead(description, out var answer, out error))
        {
            throw new FormatException(error.ToString());
        }

        _sections = answer.Sections;
        var ice = new IceClient(
            now,
            _ice,
            new IceCredentials(answer.RemoteUfrag, answer.RemotePwd),
            [UdpAddress.FromEndPoint(answer.Candidates[0].Endpoint)],
            RandomNumberGenerator.Fill);
        _transport = new ClientTransport(
            now, ice, answer.DtlsRole, answer.RemoteFingerprint, _dtls, _ciphers, this, new DropCounters());
    }

    public void Turn(Instant now)
    {
        for (var count = _received.Receive(); count > 0; count = _received.Receive())
        {
            for (var index = 0; index < count; index++)
            {
                var arrival = _transport!.HandleDatagram(now, _received.From(index), _received.Packet(index), out _);
                Received += arrival == Arrival.Rtp ? 1 : 0;
            }
        }

        if (_transport!.NextTimeout <= now)
        {
            _transport.HandleTimeout(now);
        }

        _sent.Flush();
    }

    /// <summary>One packet of each track; every one begins a key frame.</summary>
    public void Publish()
    {
        foreach (var section in _sections)
        {
            var isVideo = section.Kind == MediaKind.Video;
            var buffer = Reserve();
            var header = new RtpHeaderWriter(
                buffer,
                isVideo,
                new PayloadType(section.Codecs[0].PayloadType),
                new RtpSeq((ushort)_sequence),
                new RtpTime((uint)_sequence * 960),
                SsrcOf(section.Kind));
            header.WriteExtension(section.Extensions.Mid, Encoding.ASCII.GetBytes(section.Mid));
            header.WriteExtension(section.Extensions.TransportCc, [0, (byte)_sequence]);
            header.WriteExtension(section.Extensions.AudioLevel, [0x80 | 30]);
            var start = header.Finish();
            var payload = buffer.Slice(start, isVideo ? VideoPayload : AudioPayload);
            payload.Clear();
            WriteDescriptor(payload, isVideo);
            _transport!.SendRtp(buffer, start, start + payload.Length, 0);
        }

        _sequence++;
        _sent.Flush();
    }

    /// <summary>What a viewer says about the pictures: a report, a gap, and that it wants a key frame.</summary>
    public void Complain()
    {
        foreach (var section in _sections)
        {
            var buffer = Reserve();
            var writer = new RtcpWriter(buffer[..IDatagramSink.MaximumPlainDatagram]);
            var media = new Ssrc(section.Source?.Ssrc ?? 0);
            writer.WriteReceiverReport(new Ssrc(1), []);
            writer.WriteNack(new Ssrc(1), media, [new RtpSeq(0)]);
            writer.WritePictureLoss(new Ssrc(1), media);
            _transport!.SendRtcp(buffer, writer.Length);
        }

        _sent.Flush();
    }

    public Span<byte> Reserve() => _sent.Reserve();

    public void Commit(int length, UdpAddress to, SendPriority priority) => _sent.Commit(length, to);

    public void Dispose()
    {
        _transport?.Dispose();
        Poller.Dispose();
        _received.Dispose();
        _sent.Dispose();
        _socket.Dispose();
    }

    private ClientOfferSection Section(string mid, MediaKind kind, NegotiatedCodec codec) => new()
    {
        Mid = mid,
        Kind = kind,
        Direction = _publishes ? SdpDirection.SendOnly : SdpDirection.RecvOnly,
        Codecs = [codec],
        Source = _publishes ? new SdpSource(SsrcOf(kind).Value, null, "warm-up") : null,
    };

    private static Ssrc SsrcOf(MediaKind kind) => new(kind == MediaKind.Video ? 2u : 3u);

    /// <summary>VP8 (RFC 7741 §4.2): start of a frame, with picture id and layer index, as browsers send; P of the frame itself is 0.</summary>
    private void WriteDescriptor(Span<byte> payload, bool isVideo)
    {
        if (isVideo)
        {
            ReadOnlySpan<byte> descriptor = [0x90, 0xE0, (byte)(0x80 | (_sequence >> 8)), (byte)_sequence, (byte)_sequence, 0];
            descriptor.CopyTo(payload);
        }
    }
}

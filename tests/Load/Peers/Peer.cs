using System.Security.Cryptography;
using Serverless.Load.Media;
using Serverless.Load.Net;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Load.Peers;

/// <summary>
/// One participant: real ICE, DTLS and SRTP. <see cref="Offer"/> is called anywhere before
/// <see cref="Start"/>; from there on everything happens on the peer's thread.
/// </summary>
internal sealed class Peer : IGuest, IDatagramSink, IMediaWay, IDisposable
{
    private readonly PeerPlan _plan;
    private readonly PeerShare _share;
    private readonly Random _random;
    private readonly IceCredentials _ice = IceCredentials.Generate(RandomNumberGenerator.Fill);
    private readonly uint _ssrc;
    private readonly List<ITrack> _tracks = [];
    private readonly DropCounters _drops = new();
    private PeerReceiver? _receiver;
    private ClientTransport? _transport;
    private IReadOnlyList<ClientSection> _sections = [];
    private ushort _transportSequence;
    private bool _wasConnected;
    private bool _hasFailed;

    /// <param name="plan">What it does.</param>
    /// <param name="share">Its thread's.</param>
    /// <param name="seat">Its own.</param>
    public Peer(PeerPlan plan, PeerShare share, ISeat seat)
    {
        _plan = plan;
        _share = share;
        Seat = seat;
        _random = new Random(plan.Number);
        _ssrc = (uint)(0x1000_0000 + (plan.Number << 4));
    }

    public ISeat Seat { get; }

    /// <summary>When the thread last promised to look after it.</summary>
    public Instant Scheduled { get; set; } = Instant.Never;

    public bool IsClosed { get; private set; }

    /// <summary>A moment old when another thread asks.</summary>
    public PeerStage Stage => !_wasConnected ? PeerStage.NotConnected
        : _receiver!.HasPlayed ? PeerStage.Playing
        : _receiver.HasReceived ? PeerStage.NoPicture
        : PeerStage.Nothing;

    public string? Cipher => _transport?.Profile?.ToString();

    public Instant NextDeadline
    {
        get
        {
            if (_transport is null || IsClosed)
            {
                return Instant.Never;
            }

            var next = _transport.NextTimeout;
            if (_transport.CanSend)
            {
                next = Instant.Min(next, _receiver!.NextDeadline);
                foreach (var track in _tracks)
                {
                    next = Instant.Min(next, track.Next);
                }
            }

            return next;
        }
    }

    public string Offer() => new ClientOffer
    {
        Ufrag = _ice.Ufrag,
        Pwd = _ice.Password,
        Fingerprint = _share.Dtls.LocalFingerprint,
        SessionId = (ulong)_plan.Number + 1,
        Sections = PeerSections.Of(_plan, _ssrc),
    }.ToSdp();

    /// <param name="now">The time.</param>
    /// <param name="asked">When the join began.</param>
    /// <param name="answer">Of the worker.</param>
    public void Start(Instant now, Instant asked, ClientAnswer answer)
    {
        _sections = answer.Sections;
        _receiver = new PeerReceiver(_plan, asked, answer.Sections, _share.Counters, this);
        var candidates = answer.Candidates.Where(candidate => candidate.Transport == CandidateTransport.Udp)
            .Select(candidate => UdpAddress.FromEndPoint(candidate.Endpoint)).ToArray();
        var ice = new IceClient(
            now, _ice, new IceCredentials(answer.RemoteUfrag, answer.RemotePwd), candidates, RandomNumberGenerator.Fill);
        _transport = new ClientTransport(
            now, ice, answer.DtlsRole, answer.RemoteFingerprint, _share.Dtls, _share.Ciphers, this, _drops);
        HandleTimeout(now);
    }

    public void Handle(Instant now, UdpAddress from, Span<byte> datagram)
    {
        var kind = Demux.Classify(datagram);
        if (kind == PacketKind.Rtp)
        {
            _receiver!.CountRtp(now, datagram);
            if (!_plan.Samples)
            {
                _share.Schedule.Advance(this, _receiver.NextDeadline);
                return;
            }
        }

        switch (_transport!.HandleDatagram(now, from, datagram, out var length))
        {
            case Arrival.Rtp:
                _receiver!.MeasureDelay(now, datagram[..length]);
                break;
            case Arrival.Rtcp when _tracks.Count > 0:
                HandleFeedback(datagram[..length]);
                break;
            case Arrival.Nothing when kind == PacketKind.Rtp:
                _share.Counters.NotAuthentic++;
                break;
        }

        if (kind != PacketKind.Rtp)
        {
            NoteState(now);
        }

        _share.Schedule.Advance(this, NextDeadline);
    }

    public void HandleTimeout(Instant now)
    {
        if (_transport!.NextTimeout <= now)
        {
            _transport.HandleTimeout(now);
            NoteState(now);
        }

        if (_transport.CanSend)
        {
            foreach (var track in _tracks)
            {
                if (track.Next <= now)
                {
                    track.Send(now, this);
                }
            }

            _receiver!.HandleTimeout(now);
        }
    }

    public void Pause() => _tracks.ForEach(track => track.Pause());

    public void Resume(Instant now) => _tracks.ForEach(track => track.Resume(now));

    public void Close()
    {
        IsClosed = true;
        _transport?.Close();
        if (_wasConnected && !_hasFailed)
        {
            _share.Counters.Connected--;
            _share.Counters.Playing -= _receiver!.HasPlayed ? 1 : 0;
        }
    }

    public Span<byte> Reserve() => _share.Buffer;

    public void Commit(int length, UdpAddress to, SendPriority priority) => Seat.TrySend(_share.Buffer.AsSpan(0, length), to);

    public RtpSeq NextTransportSequence() => new(_transportSequence++);

    public void SendRtp(Span<byte> packet, int headerLength, int length, uint rollOver)
    {
        _share.Counters.PacketsIn++;
        _transport!.SendRtp(packet, headerLength, length, rollOver);
    }

    /// <summary>Protects and sends a compound packet that stands in the reserved room.</summary>
    public void SendRtcp(int length) => _transport!.SendRtcp(_share.Buffer, length);

    public void Dispose()
    {
        _transport?.Dispose();
        Seat.Dispose();
    }

    private void NoteState(Instant now)
    {
        if (!_wasConnected && _transport!.CanSend)
        {
            _wasConnected = true;
            _share.Counters.Connected++;
            StartTracks(now);
        }
        else if (!_hasFailed && !IsClosed && _transport!.State == TransportState.Closed)
        {
            _hasFailed = true;
            _share.Counters.Failed++;
            _share.Counters.Connected -= _wasConnected ? 1 : 0;
        }
    }

    private void StartTracks(Instant now)
    {
        foreach (var section in _sections.Where(section => section.Direction == SdpDirection.SendOnly))
        {
            _tracks.Add(section.Kind == MediaKind.Audio
                ? new Microphone(section, PeerSections.AudioSsrc(_ssrc), _plan.Speaks!.Value, _random, now)
                : new Camera(section, PeerSections.VideoSsrc(_ssrc), _plan.Camera!, _random, now));
        }
    }

    private void HandleFeedback(ReadOnlySpan<byte> compound)
    {
        var reader = new RtcpReader(compound);
        while (reader.TryRead(out var packet))
        {
            if (PictureLossIndication.TryParse(packet, out var indication))
            {
                _share.Counters.KeyFrameRequests++;
                foreach (var track in _tracks)
                {
                    track.AskForKeyFrame(indication.Media.Value);
                }
            }
        }
    }
}

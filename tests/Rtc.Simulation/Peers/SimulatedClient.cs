using System.Buffers.Binary;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Loss;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Crypto;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>A browser, as far as the server can tell: offers, checks, shakes hands, publishes tracks and watches slots.</summary>
public sealed class SimulatedClient : INode, IDatagramSink, IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly World _world;
    private readonly int _number;
    private readonly RandomBytes _random;
    private readonly Random _numbers;
    private readonly byte[] _buffer = new byte[IDatagramSink.MaximumDatagram];
    private readonly FakeDtlsFactory _offered;
    private readonly uint _feedbackSsrc;
    private readonly TwccRecorder _arrivals = new(TimeSpan.FromMilliseconds(50));
    private ClientTransport? _transport;
    private IceCredentials _credentials;
    private ulong _version;
    private int _audioSlots;
    private int _videoSlots;
    private ushort _transportSequence;
    private Instant _nextReport = Instant.Never;
    private (ReferenceTime Time, Instant At)? _reference;

    public SimulatedClient(World world, ClientSettings settings, int number, RandomBytes random)
    {
        _world = world;
        _number = number;
        _random = random;
        Settings = settings;
        (_audioSlots, _videoSlots) = (settings.AudioSlots, settings.VideoSlots);
        Address = UdpAddress.FromIPv4(0x0B00_0000 | (uint)number, 5000);
        _offered = new FakeDtlsFactory(settings.Key, random, settings.Profile);
        _credentials = IceCredentials.Generate(random);
        Span<byte> seed = stackalloc byte[4];
        random(seed);
        _numbers = new Random(BitConverter.ToInt32(seed));
        _feedbackSsrc = (uint)_numbers.Next();
        Tracks = new TrackStudio(this, _number, _numbers).Make();
    }

    public ClientSettings Settings { get; }

    public UdpAddress Address { get; private set; }

    public Instant Now => _world.Now;

    public List<TrackSender> Tracks { get; }

    public List<SlotReceiver> Slots { get; } = [];

    public DropCounters Drops { get; } = new();

    /// <summary>RTP, all kinds of it.</summary>
    public long ReceivedBytes { get; private set; }

    public Instant? ConnectedAt { get; private set; }

    /// <summary>The browser tab was killed: nothing is sent or heard any more.</summary>
    public bool IsDead { get; set; }

    public bool IsConnected => _transport is { CanSend: true };

    public TransportState State => _transport?.State ?? TransportState.Connecting;

    /// <summary>Offers made after the first.</summary>
    public int Renegotiations { get; private set; }

    /// <summary>By the server's transport-wide feedback.</summary>
    public int ReportedReceived { get; private set; }

    /// <inheritdoc cref="ReportedReceived"/>
    public int ReportedMissing { get; private set; }

    public SlotReceiver Audio => Slots.First(slot => !slot.IsVideo);

    public SlotReceiver Video => Slots.First(slot => slot.IsVideo);

    public TrackSender Camera => Tracks.First(track => track.Source == MediaSource.Camera);

    public TrackSender Microphone => Tracks.First(track => track.Source == MediaSource.Microphone);

    public Instant NextDeadline
    {
        get
        {
            if (IsDead || _transport is null)
            {
                return Instant.Never;
            }

            var next = _transport.NextTimeout;
            if (_transport.CanSend)
            {
                next = Instant.Min(next, Instant.Min(_nextReport, _arrivals.NextTimeout));
                Tracks.ForEach(track => next = Instant.Min(next, track.NextFrame));
                Slots.ForEach(slot => next = Instant.Min(next, slot.NextTimeout));
            }

            return next;
        }
    }

    /// <summary>Offers to the server and takes its answer, which signaling carries in no time.</summary>
    public void Join()
    {
        var answer = Exchange(isNew: true);
        var presented = Settings.ForgedCertificate is { } name ? new FakeDtlsFactory(name, _random, Settings.Profile) : _offered;
        _transport = new ClientTransport(
            Now, MakeIce(answer), answer.DtlsRole, answer.RemoteFingerprint, presented, new ManagedCiphers(), this, Drops);
    }

    /// <summary>A new offer on the same transport.</summary>
    public ClientAnswer Renegotiate()
    {
        Renegotiations++;
        return Exchange(isNew: false);
    }

    /// <summary>An offer with new ICE credentials, keeping DTLS and media (RFC 8445 §9).</summary>
    public void RestartIce()
    {
        _credentials = IceCredentials.Generate(_random);
        _transport!.RestartIce(MakeIce(Renegotiate()));
    }

    public void ChangeAddress()
    {
        var before = Address;
        Address = before with { Port = (ushort)(before.Port + 1) };
        _world.Network.Rebind(before, Address);
    }

    public void Close() => _transport!.Close();

    /// <summary>A <c>layers</c> message.</summary>
    public void TakeDemand(WantedLayers wanted)
    {
        if (Settings.FollowsDemand && Tracks.Find(track => track.Source == wanted.Source) is { } track)
        {
            track.Layers.ForEach(layer => layer.IsOff = wanted.SpatialLayers is { } sizes ? sizes == 0 : !wanted.Rids.Contains(layer.Rid));
        }
    }

    /// <summary>Offers the slots of a kind or not from now on.</summary>
    public void WantSlots(int audio, int video)
    {
        (_audioSlots, _videoSlots) = (audio, video);
        Renegotiate();
    }

    public void HandleDatagram(Instant now, UdpAddress from, Span<byte> datagram)
    {
        if (IsDead)
        {
            return;
        }

        switch (_transport!.HandleDatagram(now, from, datagram, out var length))
        {
            case Arrival.Rtp:
                HandleRtp(now, datagram[..length]);
                break;
            case Arrival.Rtcp:
                HandleRtcp(now, datagram[..length]);
                break;
        }

        NoteConnection(now);
    }

    public void EndBatch(Instant now)
    {
    }

    public void HandleTimeout(Instant now)
    {
        _transport!.HandleTimeout(now);
        NoteConnection(now);
        if (!_transport.CanSend)
        {
            return;
        }

        Tracks.ForEach(track => track.HandleTimeout(now));
        SendRequests(now);
        SendFeedback(now);
        SendReports(now);
    }

    public Span<byte> Reserve() => _buffer;

    public void Commit(int length, UdpAddress to, SendPriority priority)
    {
        if (!IsDead)
        {
            _world.Network.Send(Now, Address, to, _buffer.AsSpan(0, length));
        }
    }

    /// <summary>Stamps the transport-wide sequence number, protects and sends.</summary>
    internal void SendRtp(Span<byte> buffer, int headerLength, int length, uint rollOver, byte transportCc)
    {
        if (RtpView.TryParse(buffer[..length], out var view) && view.TryGetExtensionRange(transportCc, out var offset, out _))
        {
            BinaryPrimitives.WriteUInt16BigEndian(buffer[offset..], _transportSequence++);
        }

        _transport!.SendRtp(buffer, headerLength, length, rollOver);
    }

    internal void NoteFrame(Instant now, uint track) => _world.Log.Add(now, $"frame of {track}");

    internal void NoteFrame(Instant now, uint track, uint frame, string mid) =>
        _world.Log.Add(now, $"{Settings.Key} {mid} has {track}/{frame}");

    public void Dispose() => _transport?.Dispose();

    private ClientAnswer Exchange(bool isNew)
    {
        var offer = new ClientOffer
        {
            Ufrag = _credentials.Ufrag,
            Pwd = _credentials.Password,
            Fingerprint = _offered.LocalFingerprint,
            SessionId = (ulong)_number,
            Version = ++_version,
            Sections = OfferedSections.Of(Settings, Tracks, _audioSlots, _videoSlots),
        };
        var sources = Tracks.ToDictionary(track => track.Mid, track => track.Source);
        var sdp = _world.Server.Answer(Settings, offer.ToSdp(), sources, isNew);
        Assert.True(SessionDescription.TryParse(sdp, out var description, out var error), $"{error}");
        Assert.True(ClientAnswer.TryRead(description, out var answer, out error), $"{error}");
        Take(answer);
        return answer;
    }

    private void Take(ClientAnswer answer)
    {
        foreach (var section in answer.Sections)
        {
            if (Tracks.Find(track => track.Mid == section.Mid) is { } track)
            {
                track.Section = section;
            }
            else if (section.Source is not null && !Slots.Exists(slot => slot.Section.Mid == section.Mid))
            {
                Slots.Add(new SlotReceiver(this, section, Settings.Up.Latency + Settings.Down.Latency));
            }
        }
    }

    private IceClient MakeIce(ClientAnswer answer) => new(
        Now,
        _credentials,
        new IceCredentials(answer.RemoteUfrag, answer.RemotePwd),
        [UdpAddress.FromEndPoint(answer.Candidates[0].Endpoint)],
        _random)
    {
        ConsentInterval = Settings.ConsentInterval,
    };

    private void NoteConnection(Instant now)
    {
        if (ConnectedAt is not null || !IsConnected)
        {
            return;
        }

        ConnectedAt = now;
        _nextReport = now + ReportInterval;
        _world.Log.Add(now, $"{Settings.Key} connected");
        foreach (var track in Tracks.Where(track => track.Section is { Direction: SdpDirection.SendOnly }))
        {
            track.Start(now);
        }
    }

    private void HandleRtp(Instant now, ReadOnlySpan<byte> packet)
    {
        Assert.True(RtpView.TryParse(packet, out var rtp));
        ReceivedBytes += packet.Length;
        var ssrc = rtp.Ssrc.Value;
        var slot = Slots.Find(slot => slot.Source.Ssrc == ssrc || slot.Source.RtxSsrc == ssrc);
        Assert.True(slot is not null, "a packet came with an SSRC that the answer does not name");
        if (rtp.TryGetExtension(slot.Section.Extensions.TransportCc, out var value)
            && TransportSequence.TryParse(value, out var number))
        {
            _arrivals.HandleArrival(now, number);
        }

        slot.HandleRtp(now, rtp, slot.Source.Ssrc != ssrc);
    }

    private void HandleRtcp(Instant now, ReadOnlySpan<byte> compound)
    {
        var reader = new RtcpReader(compound);
        while (reader.TryRead(out var packet))
        {
            if (SenderReport.TryParse(packet, out var report))
            {
                var sender = report.Sender.Value;
                var slot = Slots.Find(slot => slot.Source.Ssrc == sender);
                slot?.HandleSenderReport(report);
                slot?.HandleSenderReportForStatistics(now, report.Ntp);
            }
            else if (GenericNack.TryParse(packet, out var nack))
            {
                var stream = FindStream(nack.Media.Value);
                foreach (var sequence in nack)
                {
                    stream?.HandleNack(sequence);
                }
            }
            else if (PictureLossIndication.TryParse(packet, out var indication))
            {
                FindStream(indication.Media.Value)?.HandleKeyFrameRequest(now);
            }
            else if (TransportFeedback.TryParse(packet, out var feedback))
            {
                Count(feedback);
            }
            else if (ReferenceTime.TryParse(packet, out var reference))
            {
                _reference = (reference, now);
            }
        }

        Assert.False(reader.IsMalformed);
    }

    private void Count(TransportFeedback feedback)
    {
        foreach (var arrival in feedback)
        {
            _ = arrival.IsReceived ? ReportedReceived++ : ReportedMissing++;
        }
    }

    private StreamSender? FindStream(uint ssrc) =>
        Tracks.Select(track => track.FindLayer(ssrc)).FirstOrDefault(layer => layer is not null);

    private void SendRequests(Instant now)
    {
        // More than one compound after a long outage.
        while (Slots.Exists(slot => slot.NextTimeout <= now))
        {
            var writer = new RtcpWriter(_buffer.AsSpan(0, IDatagramSink.MaximumPlainDatagram));
            foreach (var slot in Slots)
            {
                slot.WriteRequests(now, new Ssrc(_feedbackSsrc), ref writer);
            }

            Send(writer.Length);
        }
    }

    private void SendFeedback(Instant now)
    {
        while (_arrivals.NextTimeout <= now)
        {
            var writer = new RtcpWriter(_buffer.AsSpan(0, IDatagramSink.MaximumPlainDatagram));
            _arrivals.TryWriteFeedback(now, new Ssrc(_feedbackSsrc), new Ssrc(Slots[0].Source.Ssrc), ref writer);
            Send(writer.Length);
        }
    }

    private void SendReports(Instant now)
    {
        if (now < _nextReport)
        {
            return;
        }

        _nextReport = now + ReportInterval;
        var wallClock = NtpTime.FromUnixMicroseconds(
            SimulatedServer.UnixMicrosecondsAtZero + (now + Settings.ClockError).Microseconds);
        var writer = new RtcpWriter(_buffer.AsSpan(0, IDatagramSink.MaximumPlainDatagram));
        foreach (var track in Tracks)
        {
            track.WriteReport(now, wallClock, ref writer);
        }

        var blocks = new List<ReportBlock>();
        foreach (var slot in Slots)
        {
            if (slot.TryTakeReport(now, out var block))
            {
                blocks.Add(block);
            }
        }

        writer.WriteReceiverReport(new Ssrc(_feedbackSsrc), blocks.ToArray());
        if (_reference is var (reference, at))
        {
            writer.WriteReferenceDelay(
                new Ssrc(_feedbackSsrc),
                reference.Receiver,
                new ReferenceDelay(reference.Ntp.Compact, NtpTime.ToCompact(now - at)));
            _reference = null;
        }

        Send(writer.Length);
    }

    private void Send(int length)
    {
        if (length > 0)
        {
            _transport!.SendRtcp(_buffer, length);
        }
    }
}

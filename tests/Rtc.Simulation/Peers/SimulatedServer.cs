using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Crypto;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>A media engine on the virtual network, with the answering of offers that the worker does around it.</summary>
public sealed class SimulatedServer : INode, IDatagramSink, IMediaEngineEvents, IDisposable
{
    public static readonly UdpAddress Address = UdpAddress.FromIPv4(0x0A00_0001, 40000);

    /// <summary>2026-01-01 at the clock's zero.</summary>
    public const long UnixMicrosecondsAtZero = 1_767_225_600_000_000;

    /// <summary>From the worker to a page, over Web PubSub.</summary>
    private static readonly TimeSpan Signaling = TimeSpan.FromMilliseconds(60);

    private readonly World _world;
    private readonly RandomBytes _random;
    private readonly FakeDtlsFactory _dtls;
    private readonly byte[] _buffer = new byte[IDatagramSink.MaximumDatagram];
    private readonly Dictionary<string, (IceCredentials Local, Negotiated Last)> _negotiations = [];

    public SimulatedServer(World world, RandomBytes random)
    {
        _world = world;
        _random = random;
        _dtls = new FakeDtlsFactory("server", random);
        Engine = new MediaEngine(
            new MediaEngineConfig(UnixMicrosecondsAtZero), _dtls, new ManagedCiphers(), this, this, random);
    }

    public MediaEngine Engine { get; }

    public List<ServerEvent> Events { get; } = [];

    /// <summary>Layers that publishers were told somebody watches.</summary>
    public List<(Instant At, string Key, WantedLayers Layers)> Wanted { get; } = [];

    /// <summary>Datagrams sent, by receiver.</summary>
    public Dictionary<UdpAddress, int> Sent { get; } = [];

    public Instant NextDeadline => Engine.NextDeadline;

    /// <summary>Answers an offer and attaches a new transport, or renegotiates the one that is there.</summary>
    public string Answer(ClientSettings settings, string offer, IReadOnlyDictionary<string, MediaSource> sources, bool isNew)
    {
        Assert.True(SessionDescription.TryParse(offer, out var description, out var error), $"{error}");
        var (local, last) = isNew ? (IceCredentials.Generate(_random), null) : _negotiations[settings.Key];
        var negotiated = Negotiate(description, sources, local, last);
        if (last is not null && last.RemoteUfrag != negotiated.RemoteUfrag)
        {
            local = IceCredentials.Generate(_random);
            negotiated = Negotiate(description, sources, local, last);
        }

        _negotiations[settings.Key] = (local, negotiated);
        if (isNew)
        {
            Engine.Attach(
                _world.Now,
                new ParticipantSetup(settings.RoomId, settings.Key, settings.ParticipantId, local, negotiated, sources));
        }
        else
        {
            Assert.True(Engine.Renegotiate(_world.Now, settings.Key, local, negotiated, sources));
        }

        return negotiated.Sdp;
    }

    public IEnumerable<ServerEvent> EventsOf(string key, ServerEventKind kind) =>
        Events.Where(entry => entry.Key == key && entry.Kind == kind);

    public void HandleDatagram(Instant now, UdpAddress from, Span<byte> datagram) => Engine.HandleDatagram(now, from, datagram);

    public void EndBatch(Instant now) => Engine.EndBatch(now);

    public void HandleTimeout(Instant now) => Engine.HandleTimeout(now);

    public Span<byte> Reserve() => _buffer;

    public void Commit(int length, UdpAddress to, SendPriority priority)
    {
        Sent[to] = Sent.GetValueOrDefault(to) + 1;
        _world.Network.Send(_world.Now, Address, to, _buffer.AsSpan(0, length));
    }

    public void Connected(string roomId, string key) => Note(ServerEventKind.Connected, key, []);

    public void Silent(string roomId, string key) => Note(ServerEventKind.Silent, key, []);

    public void Gone(string roomId, string key) => Note(ServerEventKind.Gone, key, []);

    public void SlotsChanged(string roomId, string key, IReadOnlyList<SlotState> slots) =>
        Note(ServerEventKind.SlotsChanged, key, slots);

    public void LayersWanted(string roomId, string key, WantedLayers wanted)
    {
        Wanted.Add((_world.Now, key, wanted));
        _world.Log.Add(_world.Now, $"{key} {wanted.Source} {string.Join(' ', wanted.Rids)} {wanted.SpatialLayers}");
        _world.After(Signaling, () => _world.Clients.Find(client => client.Settings.Key == key)?.TakeDemand(wanted));
    }

    public void Dispose() => Engine.Dispose();

    private Negotiated Negotiate(
        SessionDescription offer, IReadOnlyDictionary<string, MediaSource> sources, IceCredentials local, Negotiated? last)
    {
        var policy = new AnswerPolicy
        {
            MayPublish = sources.Count > 0,
            PublishCodecs = [.. AnswerPolicy.DefaultCodecs, CodecKind.Vp9],
            ViewCodecs = [.. AnswerPolicy.DefaultCodecs, CodecKind.Vp9],
            MaxAudioSlots = 16,
            MaxVideoSlots = 16,
            AllowSimulcast = true,
            Extensions = RtpExtension.Mid | RtpExtension.AudioLevel | RtpExtension.TransportCc | RtpExtension.PlayoutDelay
                | RtpExtension.VideoOrientation | RtpExtension.Rid | RtpExtension.RepairedRid,
        };
        var description = new LocalDescription
        {
            Ufrag = local.Ufrag,
            Pwd = local.Password,
            Fingerprint = _dtls.LocalFingerprint,
            Candidates = [new IceCandidate(Address.ToEndPoint(), CandidateTransport.Udp)],
            Cname = "room",
            SessionId = 1,
            AllocateSsrc = () =>
            {
                Span<byte> bytes = stackalloc byte[4];
                _random(bytes);
                return BitConverter.ToUInt32(bytes) | 1;
            },
        };
        Assert.True(SdpAnswerer.TryAnswer(offer, policy, description, last, out var negotiated, out var error), $"{error}");
        return negotiated;
    }

    private void Note(ServerEventKind kind, string key, IReadOnlyList<SlotState> slots)
    {
        Events.Add(new ServerEvent(_world.Now, kind, key, slots));
        _world.Log.Add(_world.Now, $"{kind} {key} {string.Join(' ', slots.Select(slot => $"{slot.Mid}={slot.Track?.Number}"))}");
    }
}

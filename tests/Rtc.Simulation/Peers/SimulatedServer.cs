using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Crypto;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>
/// Media engines on the virtual network, with what the worker does around them: it answers offers, and places participants.
/// </summary>
public sealed class SimulatedServer : IMediaEngineEvents, IDisposable
{
    /// <summary>Of the first engine.</summary>
    public static readonly UdpAddress Address = UdpAddress.FromIPv4(0x0A00_0001, 40000);

    /// <summary>2026-01-01 at the clock's zero.</summary>
    public const long UnixMicrosecondsAtZero = 1_767_225_600_000_000;

    /// <summary>From the worker to a page, over Web PubSub.</summary>
    private static readonly TimeSpan Signaling = TimeSpan.FromMilliseconds(60);

    private readonly World _world;
    private readonly RandomBytes _random;
    private readonly FakeDtlsFactory _dtls;
    private readonly SimulatedLink[,] _links;
    private readonly Dictionary<string, SimulatedShard> _placement = [];
    private readonly Dictionary<string, (IceCredentials Local, Negotiated Last)> _negotiations = [];

    public SimulatedServer(World world, RandomBytes random, int shards)
    {
        _world = world;
        _random = random;
        _dtls = new FakeDtlsFactory("server", random);
        _links = new SimulatedLink[shards, shards];
        for (var place = 0; place < _links.Length; place++)
        {
            _links[place / shards, place % shards] = new SimulatedLink(world);
        }

        Shards = [.. Enumerable.Range(0, shards).Select(index => new SimulatedShard(
            world, index, [.. NeighboursOf(index)], _dtls, this, random))];
    }

    public IReadOnlyList<SimulatedShard> Shards { get; }

    public int ParticipantCount => Shards.Sum(shard => shard.Engine.ParticipantCount);

    /// <summary>Packets that went from one engine to another.</summary>
    public long Crossed => _links.Cast<SimulatedLink>().Sum(link => link.Crossed);

    public List<ServerEvent> Events { get; } = [];

    /// <summary>Layers that publishers were told somebody watches.</summary>
    public List<(Instant At, string Key, WantedLayers Layers)> Wanted { get; } = [];

    /// <summary>The engine that the participant's newest transport is on.</summary>
    public MediaEngine EngineOf(string key) => _placement[key].Engine;

    public long Drops(DropReason reason) => Shards.Sum(shard => shard.Engine.Drops[reason]);

    /// <summary>Datagrams sent.</summary>
    public int SentTo(UdpAddress receiver) => Shards.Sum(shard => shard.Sent.GetValueOrDefault(receiver));

    /// <summary>Packets that may wait between any two engines.</summary>
    public void LimitCrossing(int packets)
    {
        foreach (var link in _links)
        {
            link.Capacity = packets;
        }
    }

    /// <summary>Answers an offer and attaches a new transport, or renegotiates the one that is there.</summary>
    public string Answer(ClientSettings settings, string offer, IReadOnlyDictionary<string, MediaSource> sources, bool isNew)
    {
        Assert.True(SessionDescription.TryParse(offer, out var description, out var error), $"{error}");
        var (local, last) = isNew ? (IceCredentials.Generate(_random), null) : _negotiations[settings.Key];
        var shard = isNew ? Place(settings) : _placement[settings.Key];
        var negotiated = Negotiate(shard, description, sources, local, last);
        if (last is not null && last.RemoteUfrag != negotiated.RemoteUfrag)
        {
            local = IceCredentials.Generate(_random);
            negotiated = Negotiate(shard, description, sources, local, last);
        }

        _negotiations[settings.Key] = (local, negotiated);
        if (isNew)
        {
            shard.Engine.Attach(
                _world.Now,
                new ParticipantSetup(settings.RoomId, settings.Key, settings.ParticipantId, local, negotiated, sources));
        }
        else
        {
            Assert.True(shard.Engine.Renegotiate(_world.Now, settings.Key, local, negotiated, sources));
        }

        return negotiated.Sdp;
    }

    public IEnumerable<ServerEvent> EventsOf(string key, ServerEventKind kind) =>
        Events.Where(entry => entry.Key == key && entry.Kind == kind);

    public void Connected(string roomId, string key) => Note(ServerEventKind.Connected, key, []);

    public void Silent(string roomId, string key) => Note(ServerEventKind.Silent, key, []);

    public void Gone(string roomId, string key)
    {
        _placement.Remove(key);
        Note(ServerEventKind.Gone, key, []);
    }

    public void SlotsChanged(string roomId, string key, IReadOnlyList<SlotState> slots) =>
        Note(ServerEventKind.SlotsChanged, key, slots);

    public void LayersWanted(string roomId, string key, WantedLayers wanted)
    {
        Wanted.Add((_world.Now, key, wanted));
        _world.Log.Add(_world.Now, $"{key} {wanted.Source} {string.Join(' ', wanted.Rids)} {wanted.SpatialLayers}");
        _world.After(Signaling, () => _world.Clients.Find(client => client.Settings.Key == key)?.TakeDemand(wanted));
    }

    public void Dispose()
    {
        foreach (var shard in Shards)
        {
            shard.Dispose();
        }
    }

    private IEnumerable<SimulatedNeighbour> NeighboursOf(int shard) =>
        from other in Enumerable.Range(0, _links.GetLength(0))
        where other != shard
        select new SimulatedNeighbour(_world, other, _links[shard, other], _links[other, shard]);

    /// <summary>Where the client says, else beside its transport, else on the emptiest engine.</summary>
    private SimulatedShard Place(ClientSettings settings)
    {
        if (!_placement.TryGetValue(settings.Key, out var shard))
        {
            shard = settings.Shard is { } index ? Shards[index] : Shards.MinBy(shard => shard.Engine.ParticipantCount)!;
            _placement.Add(settings.Key, shard);
        }

        return shard;
    }

    private Negotiated Negotiate(
        SimulatedShard shard,
        SessionDescription offer,
        IReadOnlyDictionary<string, MediaSource> sources,
        IceCredentials local,
        Negotiated? last)
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
            Candidates = [new IceCandidate(shard.Address.ToEndPoint(), CandidateTransport.Udp)],
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

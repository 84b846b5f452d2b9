using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Interop;
using Serverless.Interop.Linux;
using Serverless.Interop.OpenSsl;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Srtp;
using Serverless.Worker.Media.Crossing;
using Serverless.Worker.Media.Tcp;

namespace Serverless.Worker.Media;

/// <summary>The shards, and which of them has which transport. SDP is read and written here, off the packets' threads.</summary>
internal sealed class MediaPlane : IMediaPlane, IMediaEngineEvents, IDisposable
{
    /// <summary>One in use, and some that a resuming or roaming client opens beside it.</summary>
    private const int ConnectionsPerParticipant = 4;

    private readonly WorkerOptions _options;
    private readonly IMediaEvents _rooms;
    private readonly OpenSslDtlsFactory _dtls;
    private readonly Shard[] _shards;
    private readonly Placement _placement;
    private readonly int? _tcpPort;
    private readonly ConcurrentDictionary<string, Transport> _transports = new();

    public MediaPlane(
        WorkerOptions options, IMediaEvents rooms, TimeProvider time, IMeterFactory meters, ILogger<MediaPlane> log)
    {
        _options = options;
        _rooms = rooms;
        _dtls = new OpenSslDtlsFactory(time);
        ISrtpCipherFactory ciphers = new SrtpCiphers(options.ProcessorGcm);
        _placement = new Placement(options.Shards);
        var links = new ShardLinks(options.Shards);
        var acceptor = Listen(options);
        _tcpPort = acceptor?.LocalAddress.Port;
        _shards =
        [
            .. Enumerable.Range(0, options.Shards).Select(index => new Shard(
                index, Bind(options, index), Streams(index, acceptor), links.NeighboursOf(index), _dtls, ciphers, this, RandomNumberGenerator.Fill, log)),
        ];
        foreach (var shard in _shards)
        {
            links.OnWaiting(shard.Index, shard.Wake);
        }

        foreach (var shard in _shards)
        {
            shard.Start();
        }

        _ = new MediaMetrics(meters, _shards);
    }

    public async Task<MediaAnswer> JoinAsync(MediaJoin join, CancellationToken cancellation)
    {
        var shard = _shards[_placement.Take(join.ConnectionKey)];
        try
        {
            return await JoinAsync(shard, join, cancellation);
        }
        finally
        {
            _placement.Settle(join.ConnectionKey, _transports.ContainsKey);
        }
    }

    private async Task<MediaAnswer> JoinAsync(Shard shard, MediaJoin join, CancellationToken cancellation)
    {
        var negotiation = new Negotiation(
            join.MayPublish,
            join.VideoCodecs,
            _dtls.LocalFingerprint,
            CandidatesOf(shard),
            shard.Index,
            RandomNumberGenerator.Fill);
        if (negotiation.Answer(join.Offer, join.Publish) is { } refused)
        {
            return refused;
        }

        var setup = new ParticipantSetup(
            join.RoomId, join.ConnectionKey, join.ParticipantId, negotiation.Local, negotiation.Last!, negotiation.Sources);
        var slots = await shard.RunAsync((engine, now) => engine.Attach(now, setup)).WaitAsync(cancellation);
        _transports[join.ConnectionKey] = new Transport(shard, negotiation);
        return Accept(negotiation, slots);
    }

    public async Task<MediaAnswer> RenegotiateAsync(
        string connectionKey, string offer, IReadOnlyList<PublishSection> publish, CancellationToken cancellation)
    {
        if (!_transports.TryGetValue(connectionKey, out var transport))
        {
            return new MediaAnswer.Refused(ProblemCodes.UnsupportedOffer, "There is no transport; resume with this offer instead.");
        }

        var negotiation = transport.Negotiation;
        if (negotiation.Answer(offer, publish) is { } refused)
        {
            return refused;
        }

        var slots = await transport.Shard.RunAsync((engine, now) =>
        {
            engine.Renegotiate(now, connectionKey, negotiation.Local, negotiation.Last!, negotiation.Sources);
            return engine.Slots(connectionKey);
        }).WaitAsync(cancellation);
        return Accept(negotiation, slots);
    }

    public async Task<IceRestart?> RestartIceAsync(
        string connectionKey, string ufrag, string password, CancellationToken cancellation)
    {
        if (!_transports.TryGetValue(connectionKey, out var transport))
        {
            return null;
        }

        var negotiation = transport.Negotiation;
        var restart = negotiation.RestartIce(ufrag, password);
        var there = await transport.Shard.RunAsync((engine, now) => engine.Renegotiate(
            now, connectionKey, negotiation.Local, negotiation.Last!, negotiation.Sources)).WaitAsync(cancellation);
        return there ? restart : null;
    }

    public void SetTracks(string connectionKey, IReadOnlyList<TrackState> tracks)
    {
        if (_transports.TryGetValue(connectionKey, out var transport))
        {
            MediaSource[] live =
            [
                .. tracks.Where(track => track.State == TrackActivity.Live).Select(track => track.Source.ToMedia()),
            ];
            transport.Shard.Post((engine, now) => engine.SetTracks(now, connectionKey, live));
        }
    }

    public void Watch(string connectionKey, WatchMessage wishes)
    {
        if (_transports.TryGetValue(connectionKey, out var transport))
        {
            var list = wishes.ToMedia();
            transport.Shard.Post((engine, now) => engine.Watch(now, connectionKey, list));
        }
    }

    public void Pin(string roomId, PinnedTrack? track)
    {
        TrackName? name = track is null ? null : new TrackName(track.ParticipantId, track.Source.ToMedia());
        foreach (var shard in _shards)
        {
            shard.Post((engine, now) => engine.Pin(now, roomId, name));
        }
    }

    public async Task<MediaStats?> StatsAsync(string connectionKey, CancellationToken cancellation)
    {
        if (!_transports.TryGetValue(connectionKey, out var transport))
        {
            return null;
        }

        var snapshot = await transport.Shard.RunAsync((engine, now) => engine.Stats(now, connectionKey)).WaitAsync(cancellation);
        return snapshot?.ToContract();
    }

    public async Task<IReadOnlyList<KeyValuePair<string, ParticipantTally>>> TallyAsync(
        IReadOnlyList<string> connectionKeys, CancellationToken cancellation)
    {
        var shards = connectionKeys.Select(key => _transports.GetValueOrDefault(key)?.Shard).OfType<Shard>().Distinct();
        var tallies = await Task.WhenAll(shards.Select(shard =>
            shard.RunAsync((engine, _) => engine.Tally(connectionKeys)))).WaitAsync(cancellation);
        return [.. tallies.SelectMany(tally => tally)];
    }

    public void Leave(string connectionKey)
    {
        if (_transports.TryRemove(connectionKey, out var transport))
        {
            _placement.Leave(connectionKey);
            transport.Shard.Post((engine, now) => engine.Detach(now, connectionKey));
        }
    }

    public void Connected(string roomId, string key) => _rooms.Connected(roomId, key);

    public void Silent(string roomId, string key) => _rooms.Silent(roomId, key);

    public void Gone(string roomId, string key)
    {
        _transports.TryRemove(key, out _);
        _placement.Leave(key);
        _rooms.Gone(roomId, key);
    }

    public void SlotsChanged(string roomId, string key, IReadOnlyList<SlotState> slots) =>
        _rooms.SlotsChanged(roomId, key, ToContract(slots));

    public void LayersWanted(string roomId, string key, Rtc.Sfu.WantedLayers wanted) =>
        _rooms.LayersWanted(roomId, key, wanted.ToContract());

    public void Dispose()
    {
        foreach (var shard in _shards)
        {
            shard.Dispose();
        }

        _dtls.Dispose();
    }

    private static UdpSocket Bind(WorkerOptions options, int index)
    {
        var endPoint = new IPEndPoint(options.UdpBindAddress, options.BaseUdpPort == 0 ? 0 : options.BaseUdpPort + index);
        try
        {
            return new UdpSocket(endPoint);
        }
        catch (Win32Exception problem)
        {
            throw new IOException($"The media socket cannot use UDP {endPoint}: {problem.Message}.", problem);
        }
    }

    /// <summary>One port for all shards; the first accepts.</summary>
    private static TcpAcceptor? Listen(WorkerOptions options)
    {
        if (options.TcpPort is not { } port)
        {
            return null;
        }

        var endPoint = new IPEndPoint(options.UdpBindAddress, port);
        try
        {
            return new TcpAcceptor(endPoint);
        }
        catch (Win32Exception problem)
        {
            throw new IOException($"Media cannot use TCP {endPoint}: {problem.Message}.", problem);
        }
    }

    private TcpPeers? Streams(int index, TcpAcceptor? acceptor) => acceptor is null
        ? null
        : new TcpPeers(index, index == 0 ? acceptor : null, ConnectionsPerParticipant * _options.Capacity, HandOver);

    private bool HandOver(int shard, TcpStream stream, byte[] received)
    {
        if (shard < 0 || shard >= _shards.Length)
        {
            return false;
        }

        _shards[shard].Adopt(stream, received);
        return true;
    }

    /// <summary>UDP first, on every address: TCP is for those whom nothing else lets through.</summary>
    private IceCandidate[] CandidatesOf(Shard shard)
    {
        var udp = _options.AdvertisedAddresses.Select(address => new IceCandidate(
            new IPEndPoint(address, shard.Port), CandidateTransport.Udp));
        return _tcpPort is not { } port
            ? [.. udp]
            : [.. udp, .. _options.AdvertisedAddresses.Select(address => new IceCandidate(
                new IPEndPoint(address, port), CandidateTransport.TcpPassive))];
    }

    private static MediaAnswer.Accepted Accept(Negotiation negotiation, IReadOnlyList<SlotState> slots) =>
        new(negotiation.Last!.Sdp, ToContract(slots), negotiation.Decodes);

    private static SlotAssignment[] ToContract(IReadOnlyList<SlotState> slots) => [.. slots.Select(slot => slot.ToContract())];

    private sealed record Transport(Shard Shard, Negotiation Negotiation);
}

using System.Collections.Concurrent;
using Serverless.Contracts.Signaling;
using Serverless.Rtc.Sfu.Stats;
using Serverless.Worker.Media;

namespace Serverless.Worker.Tests.Support;

/// <summary>A media plane without packets: answers every offer, and remembers what it was told.</summary>
internal sealed class FakeMedia : IMediaPlane
{
    private readonly Journal<string> _calls = new();

    /// <summary>What the next joins and offers get.</summary>
    public MediaAnswer Answer { get; set; } = new MediaAnswer.Accepted("v=0 answer", []);

    /// <summary>What restarts get.</summary>
    public IceRestart? Restart { get; set; } =
        new("9uB6", "YH75Fviy6338Vbrhrlp8Yh", ["1 1 udp 2130706431 192.0.2.1 40000 typ host"]);

    /// <summary>What requests for statistics get.</summary>
    public MediaStats? Stats { get; set; }

    /// <summary>What went over which transport.</summary>
    public ConcurrentDictionary<string, ParticipantTally> Tallies { get; } = new();

    /// <summary>Transports in one request.</summary>
    public int MostTallied { get; private set; }

    /// <summary>Offers throw, which the port does not allow.</summary>
    public bool Throws { get; set; }

    /// <summary>While it is closed, answers wait.</summary>
    public Gate Gate { get; } = new();

    /// <summary>Runs while an offer is with the plane, as a shard may speak before its answer arrives.</summary>
    public Action<string>? DuringJoin { get; set; }

    public IReadOnlyList<string> Calls => _calls.Items;

    /// <summary>Completes when the plane was told so.</summary>
    public Task CalledAsync(string call) => _calls.FirstAsync(one => one == call);

    public async Task<MediaAnswer> JoinAsync(MediaJoin join, CancellationToken cancellation)
    {
        Note($"join {join.ConnectionKey}");
        DuringJoin?.Invoke(join.ConnectionKey);
        await Gate.PassAsync(isOfLoop: false, cancellation);
        return Answer;
    }

    public async Task<MediaAnswer> RenegotiateAsync(
        string connectionKey, string offer, IReadOnlyList<PublishSection> publish, CancellationToken cancellation)
    {
        Note($"offer {connectionKey} {offer}");
        if (Throws)
        {
            throw new InvalidOperationException("A bug.");
        }

        await Gate.PassAsync(isOfLoop: true, cancellation);
        return Answer;
    }

    public async Task<IceRestart?> RestartIceAsync(
        string connectionKey, string ufrag, string password, CancellationToken cancellation)
    {
        Note($"ice {connectionKey} {ufrag}");
        await Gate.PassAsync(isOfLoop: false, cancellation);
        return Restart;
    }

    public void SetTracks(string connectionKey, IReadOnlyList<TrackState> tracks) =>
        Note($"tracks {connectionKey} {string.Join(',', tracks.Select(track => $"{track.Source}:{track.State}"))}");

    public void Watch(string connectionKey, WatchMessage wishes) =>
        Note($"watch {connectionKey} {string.Join(',', wishes.Tracks.Select(track => track.ParticipantId))}");

    public void Pin(string roomId, PinnedTrack? track) => Note($"pin {roomId} {track?.ParticipantId} {track?.Source}");

    public async Task<MediaStats?> StatsAsync(string connectionKey, CancellationToken cancellation)
    {
        Note($"stats {connectionKey}");
        await Gate.PassAsync(isOfLoop: true, cancellation);
        return Stats;
    }

    public Task<IReadOnlyList<KeyValuePair<string, ParticipantTally>>> TallyAsync(
        IReadOnlyList<string> connectionKeys, CancellationToken cancellation)
    {
        MostTallied = Math.Max(MostTallied, connectionKeys.Count);
        return Task.FromResult<IReadOnlyList<KeyValuePair<string, ParticipantTally>>>(
            [.. connectionKeys.Where(Tallies.ContainsKey).Select(key => KeyValuePair.Create(key, Tallies[key]))]);
    }

    public void Leave(string connectionKey) => Note($"leave {connectionKey}");

    private void Note(string call) => _calls.Add(call);
}

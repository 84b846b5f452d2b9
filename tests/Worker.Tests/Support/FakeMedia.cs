using Serverless.Contracts.Signaling;
using Serverless.Worker.Media;

namespace Serverless.Worker.Tests.Support;

/// <summary>A media plane without packets: answers every offer, and remembers what it was told.</summary>
internal sealed class FakeMedia : IMediaPlane
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];

    /// <summary>What the next joins and offers get.</summary>
    public MediaAnswer Answer { get; set; } = new MediaAnswer.Accepted("v=0 answer", []);

    /// <summary>What restarts get.</summary>
    public IceRestart? Restart { get; set; } =
        new("9uB6", "YH75Fviy6338Vbrhrlp8Yh", ["1 1 udp 2130706431 192.0.2.1 40000 typ host"]);

    /// <summary>While set, answers wait for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>Runs while an offer is with the plane, as a shard may speak before its answer arrives.</summary>
    public Action<string>? DuringJoin { get; set; }

    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public async Task<MediaAnswer> JoinAsync(MediaJoin join, CancellationToken cancellation)
    {
        Note($"join {join.ConnectionKey}");
        DuringJoin?.Invoke(join.ConnectionKey);
        await (Hold?.Task.WaitAsync(cancellation) ?? Task.CompletedTask);
        return Answer;
    }

    public async Task<MediaAnswer> RenegotiateAsync(
        string connectionKey, string offer, IReadOnlyList<PublishSection> publish, CancellationToken cancellation)
    {
        Note($"offer {connectionKey} {offer}");
        await (Hold?.Task.WaitAsync(cancellation) ?? Task.CompletedTask);
        return Answer;
    }

    public async Task<IceRestart?> RestartIceAsync(
        string connectionKey, string ufrag, string password, CancellationToken cancellation)
    {
        Note($"ice {connectionKey} {ufrag}");
        await (Hold?.Task.WaitAsync(cancellation) ?? Task.CompletedTask);
        return Restart;
    }

    public void SetTracks(string connectionKey, IReadOnlyList<TrackState> tracks) =>
        Note($"tracks {connectionKey} {string.Join(',', tracks.Select(track => $"{track.Source}:{track.State}"))}");

    public void Leave(string connectionKey) => Note($"leave {connectionKey}");

    private void Note(string call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }
}

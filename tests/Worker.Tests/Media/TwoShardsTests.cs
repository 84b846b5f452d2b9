using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Interop.OpenSsl;
using Serverless.Worker.Media;
using Serverless.Worker.Warming;

namespace Serverless.Worker.Tests.Media;

/// <summary>Two threads with real sockets: who publishes is on one, who watches on the other.</summary>
public sealed class TwoShardsTests : IMediaEvents, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly OpenSslDtlsFactory _dtls = new(TimeProvider.System);
    private readonly MediaPlane _plane;
    private readonly ConcurrentDictionary<string, IReadOnlyList<SlotAssignment>> _slots = new();

    public TwoShardsTests() => _plane = new MediaPlane(
        new WorkerOptions
        {
            WorkerId = "w",
            InternalUrl = new Uri("http://127.0.0.1:1"),
            FunctionsUrl = new Uri("http://127.0.0.1:1"),
            WorkerKey = new string('k', 32),
            UdpBindAddress = IPAddress.Loopback,
            AdvertisedAddresses = [IPAddress.Loopback],
            BaseUdpPort = 0,
            TcpPort = 0,
            Shards = 2,
        },
        this,
        TimeProvider.System,
        _services.GetRequiredService<IMeterFactory>(),
        NullLogger<MediaPlane>.Instance);

    [Fact]
    public async Task A_viewer_on_one_shard_gets_a_host_of_the_other_also_on_a_new_transport_until_the_host_leaves()
    {
        using var host = new WarmUpPeer(_dtls, publishes: true);
        using var viewer = new WarmUpPeer(_dtls, publishes: false);
        var first = await JoinAsync("host", host);
        Assert.NotEqual(first, await JoinAsync("viewer", viewer));
        Run(() => viewer.Received > 100, host, viewer);

        using var viewerAgain = new WarmUpPeer(_dtls, publishes: false);
        await JoinAsync("viewer", viewerAgain);
        Run(() => viewerAgain.Received > 100, host, viewer, viewerAgain);

        using var hostAgain = new WarmUpPeer(_dtls, publishes: true);
        Assert.Equal(first, await JoinAsync("host", hostAgain));
        Run(() => hostAgain.IsConnected, host, hostAgain, viewerAgain);
        var received = viewerAgain.Received;
        Run(() => viewerAgain.Received > received + 100, hostAgain, viewerAgain);

        _plane.Leave("host");
        Run(() => _slots["viewer"].All(slot => slot.ParticipantId is null), viewerAgain);
    }

    [Fact]
    public async Task A_viewer_whose_TCP_connection_another_shard_accepted_gets_a_host_of_that_shard()
    {
        using var host = new WarmUpPeer(_dtls, publishes: true);
        using var viewer = new WarmUpPeer(_dtls, publishes: false);
        await JoinAsync("host", host);
        var answer = await AnswerAsync("viewer", viewer);
        await using var relay = new TcpRelay(int.Parse(Candidate(answer, 1), CultureInfo.InvariantCulture));
        viewer.Take(MonotonicClock.Now, answer.Replace($" {Candidate(answer, 0)} typ", $" {relay.Port} typ", StringComparison.Ordinal));
        Run(() => viewer.Received > 100, host, viewer);
        Assert.True(relay.Frames > 100);
    }

    void IMediaEvents.Connected(string roomId, string connectionKey)
    {
    }

    void IMediaEvents.Silent(string roomId, string connectionKey)
    {
    }

    void IMediaEvents.Gone(string roomId, string connectionKey)
    {
    }

    void IMediaEvents.LayersWanted(string roomId, string connectionKey, WantedLayers track)
    {
    }

    void IMediaEvents.SlotsChanged(string roomId, string connectionKey, IReadOnlyList<SlotAssignment> slots) =>
        _slots[connectionKey] = slots;

    public void Dispose()
    {
        _plane.Dispose();
        _services.Dispose();
        _dtls.Dispose();
    }

    /// <returns>The port of the shard that it is on.</returns>
    private async Task<string> JoinAsync(string key, WarmUpPeer peer)
    {
        var answer = await AnswerAsync(key, peer);
        peer.Take(MonotonicClock.Now, answer);
        return Candidate(answer, 0);
    }

    private async Task<string> AnswerAsync(string key, WarmUpPeer peer)
    {
        var isHost = key == "host";
        return Assert.IsType<MediaAnswer.Accepted>(await _plane.JoinAsync(
            new MediaJoin(
                "room",
                key,
                key,
                peer.Offer(),
                isHost ? [new PublishSection("audio", TrackSource.Microphone), new PublishSection("video", TrackSource.Camera)] : [],
                isHost ? [TrackSource.Microphone, TrackSource.Camera] : [],
                [VideoCodec.Vp8]),
            TestContext.Current.CancellationToken)).Sdp;
    }

    /// <returns>The port of a candidate: UDP comes first, then TCP.</returns>
    private static string Candidate(string answer, int index) => answer.Split('\n')
        .Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal))
        .ElementAt(index)
        .Split(' ')[5];

    /// <summary>Plays the peers, the first of which publishes if it can, until something is so.</summary>
    private static void Run(Func<bool> isSo, params WarmUpPeer[] peers)
    {
        var since = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Limit, "it takes too long");
            foreach (var peer in peers)
            {
                peer.Turn(MonotonicClock.Now);
            }

            if (peers[0].Publishes && peers[0].IsConnected)
            {
                peers[0].Publish();
            }

            peers[^1].Poller.Wait(1_000);
        }
    }
}

using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Worker.Signaling;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Signaling;

/// <summary>The link over real sockets on loopback, against a server with faults.</summary>
public sealed class PubSubLinkTests
{
    [Fact]
    public async Task Groups_are_joined_with_confirmation_and_messages_flow_both_ways_in_order()
    {
        await using var run = await Run.StartAsync();
        await run.Link.JoinGroupAsync("room.r.up", TestContext.Current.CancellationToken);
        Assert.Equal(["room.r.up"], run.Server.Groups);

        for (var i = 0; i < 200; i++)
        {
            run.Link.Send("p.k", System.Text.Encoding.UTF8.GetBytes($"{{\"n\":{i}}}"), Delivery.Direct);
        }

        await run.Server.DeliverAsync("room.r.up", "k-ann", "{\"hello\": [1]}");

        Assert.Equal(("room.r.up", "k-ann", "{\"hello\": [1]}"), (await run.Events.WhenAsync(all => all.Count > 0))[0]);
        Assert.Equal(Enumerable.Range(0, 200), await run.SentNumbersAsync(200));
        Assert.True(run.Link.IsUp);
    }

    [Fact]
    public async Task A_broken_socket_is_recovered_without_loss_doubles_or_an_event()
    {
        await using var run = await Run.StartAsync();
        await run.Link.JoinGroupAsync("room.r.up", TestContext.Current.CancellationToken);
        run.Server.SwallowAcks = true;
        run.SendNumbers(0, 50);
        await run.SentNumbersAsync(50);

        run.Server.BreakSocket();
        for (var i = 0; i < 5; i++)
        {
            await run.Server.DeliverAsync("room.r.up", "k", $"{i}");
        }

        run.SendNumbers(50, 100);
        run.Server.SwallowAcks = false;
        await run.Server.Sockets.WhenAsync(sockets => sockets.Contains("recovered"));

        Assert.Equal(Enumerable.Range(0, 100), await run.SentNumbersAsync(100));
        var events = await run.Events.WhenAsync(all => all.Count >= 5);
        Assert.Equal(["0", "1", "2", "3", "4"], events.Select(one => one.Data));
        Assert.DoesNotContain(events, one => one.Data == Run.Reconnected);
        Assert.Equal(1, run.UrlsGiven);
    }

    [Fact]
    public async Task Where_recovery_is_refused_a_new_connection_joins_all_groups_again_and_says_so()
    {
        await using var run = await Run.StartAsync();
        await run.Link.JoinGroupAsync("a", TestContext.Current.CancellationToken);
        await run.Link.JoinGroupAsync("b", TestContext.Current.CancellationToken);
        await run.Link.JoinGroupAsync("c", TestContext.Current.CancellationToken);
        run.Link.LeaveGroup("b");
        run.Server.RefuseRecovery = true;

        run.Server.BreakSocket();
        await run.Events.WhenAsync(all => all.Any(one => one.Data == Run.Reconnected));

        Assert.Equal(["a", "c"], run.Server.Groups);
        Assert.Equal(2, run.UrlsGiven);
        await run.Server.DeliverAsync("a", "k", "1"); // Numbered from 1 again.
        await run.Events.WhenAsync(all => all.Any(one => one.Data == "1"));
    }

    [Fact]
    public async Task A_flood_is_acknowledged_long_before_the_services_buffer_is_full()
    {
        await using var run = await Run.StartAsync();
        const int Burst = 890;
        for (var burst = 1ul; burst <= 6; burst++)
        {
            for (var i = 0; i < Burst; i++)
            {
                await run.Server.DeliverAsync("room.r.up", "k", $"{i}");
            }

            await run.Server.SequenceAcks.WhenAsync(acks => acks.Any(ack => ack + 100 >= burst * Burst));
        }

        Assert.InRange(run.Server.LargestBacklog, Burst / 2, 999);
        await run.Events.WhenAsync(all => all.Count == 6 * Burst);
    }

    [Fact]
    public async Task A_refused_join_is_an_error_to_its_caller_only()
    {
        await using var run = await Run.StartAsync();
        run.Server.RefuseJoinOf = "secret";
        await Assert.ThrowsAsync<PubSubRefusedException>(
            () => run.Link.JoinGroupAsync("secret", TestContext.Current.CancellationToken));
        await run.Link.JoinGroupAsync("open", TestContext.Current.CancellationToken);
        Assert.Equal(["open"], run.Server.Groups);
    }

    [Fact]
    public async Task While_functions_give_no_address_the_link_asks_again()
    {
        await using var run = await Run.StartAsync(withoutUrl: 3);
        Assert.True(run.Link.IsUp);
        Assert.Equal(4, run.UrlsGiven);
    }

    [Fact]
    public async Task A_stopping_link_says_goodbye()
    {
        var run = await Run.StartAsync();
        await run.DisposeAsync(keepServer: true);
        await run.Server.Sockets.WhenAsync(sockets => sockets.Contains("closed 1000"));
        await run.Server.DisposeAsync();
    }

    private sealed class Run : IAsyncDisposable, IPubSubUrlSource, ISignalingEvents
    {
        public const string Reconnected = "(reconnected)";

        private readonly CancellationTokenSource _stop = new();
        private readonly PubSubLinkOptions _options = new()
        {
            FirstPause = TimeSpan.FromMilliseconds(5),
            LongestPause = TimeSpan.FromMilliseconds(50),
        };

        private int _withoutUrl;
        private Task _running = Task.CompletedTask;

        private Run(PubSubServer server)
        {
            Server = server;
            Link = new PubSubLink(
                this, this, _options, TimeProvider.System, new Random(1).NextDouble, NullLogger<PubSubLink>.Instance);
        }

        public PubSubServer Server { get; }

        public PubSubLink Link { get; }

        public Journal<(string Group, string? From, string Data)> Events { get; } = new();

        public int UrlsGiven { get; private set; }

        public static async Task<Run> StartAsync(int withoutUrl = 0)
        {
            var run = new Run(await PubSubServer.StartAsync()) { _withoutUrl = withoutUrl };
            run._running = run.Link.RunAsync(run._stop.Token);
            await run.Link.FirstUp.WaitAsync(TimeSpan.FromSeconds(15));

            // Without groups the link is up with the handshake's answer, which the server sends before it has set itself up:
            // what a test delivers in between would be counted by a connection that is only about to begin.
            await run.Server.Sockets.WhenAsync(sockets => sockets.Contains("new"));
            return run;
        }

        public void SendNumbers(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                Link.Send("p.k", System.Text.Encoding.UTF8.GetBytes($"{{\"n\":{i}}}"), Delivery.Direct);
            }
        }

        public async Task<IEnumerable<int>> SentNumbersAsync(int count)
        {
            var frames = await Server.Frames.WhenAsync(all => all.Count(IsSend) >= count);
            return frames.Where(IsSend).Select(frame => (int)frame["data"]!["n"]!);
        }

        public Task<Uri?> PubSubUrlAsync(CancellationToken cancellation)
        {
            UrlsGiven++;
            return Task.FromResult(UrlsGiven <= _withoutUrl ? null : Server.Url);
        }

        public void Received(string group, string? fromUserId, byte[] data) =>
            Events.Add((group, fromUserId, System.Text.Encoding.UTF8.GetString(data)));

        void ISignalingEvents.Reconnected() => Events.Add((string.Empty, null, Reconnected));

        public ValueTask DisposeAsync() => DisposeAsync(keepServer: false);

        public async ValueTask DisposeAsync(bool keepServer)
        {
            await _stop.CancelAsync();
            await _running;
            Link.Dispose();
            _stop.Dispose();
            if (!keepServer)
            {
                await Server.DisposeAsync();
            }
        }

        private static bool IsSend(JsonObject frame) => (string)frame["type"]! == "sendToGroup";
    }
}

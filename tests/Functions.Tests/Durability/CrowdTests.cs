using System.Collections.Concurrent;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Limits;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Tests.Webhooks;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Tests.Durability;

/// <summary>Thousands of joins, leaves and ends at the same time: what is stored afterwards is exactly what was answered.</summary>
public sealed class CrowdTests : IAsyncLifetime
{
    private const int Rooms = 8;
    private const int People = 2_000;
    private const int Callers = 64;

    private static readonly RateLimit Unlimited = new(1_000_000, TimeSpan.FromSeconds(1), 1_000_000);

    private FunctionsHost? _host;
    private FakeWorker? _worker;

    private FunctionsHost Host => _host!;

    public async ValueTask InitializeAsync()
    {
        _host = await FunctionsHost.StartAsync(configure: options => options with
        {
            RateLimits = options.RateLimits with { PerAddress = Unlimited, PerTenant = Unlimited },
        });
        _worker = await _host.StartWorkerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker!.DisposeAsync();
        await Host.DisposeAsync();
    }

    [Fact]
    public async Task Joins_leaves_and_ends_at_the_same_time_leave_exact_state()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var rooms = await Task.WhenAll(Enumerable.Range(0, Rooms).Select(_ => Host.CreateRoomAsync(
            $$"""{"webhook":{"endPoint":"{{receiver.Url}}","events":["*"]} }""")));
        var (stays, leaves) = (new ConcurrentBag<JoinResponse>(), new ConcurrentBag<JoinResponse>());
        var ends = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, People),
            new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (i, _) =>
            {
                var room = rooms[i % Rooms];
                if (i % 250 == 249)
                {
                    var end = await Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""");
                    ends.Add(end.Read(RestJson.Default.SessionResponse).Id);
                }

                // A join may meet the end of its session, and says so: then it is made again, as a client does.
                JoinResponse? joined = null;
                while (joined is null)
                {
                    var reply = await Host.TryJoinAsync(
                        room.RoomId, Host.JoinToken(claims => claims["participantId"] = $"p{i}"),
                        new JoinRequest { Mode = ParticipantMode.SignallingOnly });
                    joined = reply.Status == 410 ? null : reply.Read(RestJson.Default.JoinResponse);
                }

                if (i % 2 == 0)
                {
                    stays.Add(joined);
                    return;
                }

                var left = await Host.PostAsync(
                    $"/v2/rooms/{room.RoomId}/leave", null, $$"""{"ticket":"{{joined.Ticket.Token}}"}""");
                Assert.Equal(204, left.Status);
                leaves.Add(joined);
            });

        Assert.Equal(People, stays.Count + leaves.Count);
        var people = Host.Service<ParticipationStore>();
        foreach (var joined in stays)
        {
            Assert.Null((await people.FindAsync(joined.Session.SessionId, joined.Participant.ParticipantId, default))!.LeftAt);
        }

        foreach (var joined in leaves)
        {
            Assert.NotNull((await people.FindAsync(joined.Session.SessionId, joined.Participant.ParticipantId, default))!.LeftAt);
        }

        await SessionsAreExactAsync(rooms, [.. stays, .. leaves], [.. ends]);
        await EventsAreExactAsync(rooms, receiver, [.. stays, .. leaves], [.. leaves]);
    }

    // Each room has one session at a time: all but the newest are over, and those that were ended are among them.
    private async Task SessionsAreExactAsync(
        RoomResponse[] rooms, IReadOnlyList<JoinResponse> joined, IReadOnlyList<string> ends)
    {
        var occupancies = Host.Service<OccupancyStore>();
        var over = new List<string>();
        var all = new List<string>();
        foreach (var room in rooms)
        {
            var history = await occupancies.HistoryAsync(room.RoomId, 1000, default);
            var current = (await occupancies.FindAsync(room.RoomId, default))!.Value;
            Assert.All(history, record => Assert.Equal(
                record.SessionId == current.SessionId && current.Phase == OccupancyPhase.Live, record.End is null));
            all.AddRange(history.Select(record => record.SessionId));
            over.AddRange(history.Where(record => record.End is not null).Select(record => record.SessionId));
        }

        Assert.Empty(joined.Select(join => join.Session.SessionId).Except(all));
        Assert.Equal(over.Order(), ends.Distinct().Order());
    }

    private async Task EventsAreExactAsync(
        RoomResponse[] rooms, WebhookReceiver receiver, IReadOnlyList<JoinResponse> joined,
        IReadOnlyList<JoinResponse> left)
    {
        // What the queue was sending is leased for a moment; then it is due again.
        await Host.Service<WebhookQueue>().StopAsync(default);
        foreach (var room in rooms)
        {
            while (!await Host.Service<WebhookDispatch>().RunAsync(room.RoomId, default))
            {
                Host.Time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        string[] told = [.. receiver.Taken.Where(one => one.Type.StartsWith("participant", StringComparison.Ordinal))
            .Select(one => $"{one.Type} {one.Data("participantId")} {one.Data("sessionId")}").Distinct()];
        Assert.Empty(joined.Select(join => $"participant-joined {join.Participant.ParticipantId} {join.Session.SessionId}").Except(told));
        Assert.Empty(left.Select(join => $"participant-left {join.Participant.ParticipantId} {join.Session.SessionId}").Except(told));
        foreach (var room in rooms)
        {
            var numbers = receiver.Taken.Where(one => one.Data("meetingId") == room.RoomId)
                .Select(one => one.Sequence).Distinct().Order().ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
            var rows = await Host.Service<ITableStore>().Table("sessions").ScanAsync(room.RoomId, WebhookKeys.Waiting, 10, default);
            Assert.Empty(rows);
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Contracts.Internal;
using Serverless.Worker.Functions;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests;

public sealed class FunctionsClientTests
{
    [Fact]
    public async Task Calls_are_signed_and_answers_typed()
    {
        await using var functions = await FunctionsServer.StartAsync();
        using var http = new HttpClient { BaseAddress = functions.Url };
        var client = Client(http);

        Assert.Equal(1, (await client.ReportAsync(Report(), default))!.HeartbeatSeconds);
        Assert.Equal(functions.PubSubUrl, await client.PubSubUrlAsync(default));
        Assert.Equal(AppendResult.Appended, await client.AppendLogAsync(Tickets.RoomId, Append(1, 0), default));
        Assert.Equal(AppendResult.StaleSequence, await client.AppendLogAsync(Tickets.RoomId, Append(1, 0), default));
        Assert.Equal(AppendResult.StaleEpoch, await client.AppendLogAsync(Tickets.RoomId, Append(0, 1), default));
        Assert.Equal(1, (await client.ReadLogAsync(Tickets.RoomId, 0, 200, default))!.Entries[0].Seq);
        Assert.Equal(1, (await client.ReadLogTailAsync(Tickets.RoomId, 50, default))!.LastSeq);
        var told = new ParticipantEvents("s-1", [], true);
        Assert.False((await client.TellParticipantsAsync(Tickets.RoomId, told, default))!.SessionEnded);
        var quality = new QualityReport("s-1", DateTimeOffset.UnixEpoch, []);
        Assert.True(await client.ReportQualityAsync(Tickets.RoomId, quality, default));
    }

    [Fact]
    public async Task Failures_of_every_kind_are_no_exceptions()
    {
        await using var functions = await FunctionsServer.StartAsync();
        using var http = new HttpClient { BaseAddress = functions.Url, Timeout = TimeSpan.FromSeconds(2) };
        var client = Client(http);
        IResult[] faults =
        [
            FunctionsServer.Problem(503, "internal"),
            Results.Text("<html>gateway</html>", "text/html", null, 502),
            Results.Text("{\"lastSeq\":", "application/json"),
            Results.Text("null", "application/json"),
            Results.StatusCode(401),
        ];
        foreach (var fault in faults)
        {
            functions.Fault = fault;
            Assert.Null(await client.ReadLogTailAsync(Tickets.RoomId, 50, default));
            Assert.Null(await client.PubSubUrlAsync(default));
        }

        functions.Fault = Results.StatusCode(500);
        Assert.Equal(AppendResult.Unavailable, await client.AppendLogAsync(Tickets.RoomId, Append(1, 0), default));
        await functions.DisposeAsync();
        Assert.Equal(AppendResult.Unavailable, await client.AppendLogAsync(Tickets.RoomId, Append(1, 0), default));
    }

    private static FunctionsClient Client(HttpClient http)
    {
        var options = new WorkerOptions
        {
            WorkerId = "w-1",
            InternalUrl = new Uri("http://127.0.0.1:1"),
            FunctionsUrl = http.BaseAddress!,
            WorkerKey = FunctionsServer.Key,
            AdvertisedAddresses = [],
        };
        return new FunctionsClient(
            http, new InternalBearer(options, TimeProvider.System), options, NullLogger<FunctionsClient>.Instance);
    }

    private static WorkerReport Report() => new()
    {
        Url = "http://127.0.0.1:1",
        State = WorkerState.Ready,
        Capacity = 1,
        Participants = 0,
        Rooms = [],
    };

    private static AppendLogRequest Append(int epoch, long afterSeq) =>
        new(epoch, afterSeq, [Entries.Chat(afterSeq + 1, "ann", $"c-{afterSeq}")]);
}

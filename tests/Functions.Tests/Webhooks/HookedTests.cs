using Serverless.Contracts.Rest;
using Serverless.Functions.Storage;
using Serverless.Functions.Sweeping;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Tests.Webhooks;

/// <summary>A host, a worker and a receiver for each test.</summary>
public abstract class HookedTests : IAsyncLifetime
{
    private FunctionsHost? _host;
    private FakeWorker? _worker;
    private WebhookReceiver? _receiver;

    internal FunctionsHost Host => _host!;

    internal FakeWorker Worker => _worker!;

    internal WebhookReceiver Receiver => _receiver!;

    public virtual async ValueTask InitializeAsync()
    {
        _host = await FunctionsHost.StartAsync();
        _worker = await _host.StartWorkerAsync();
        _receiver = await WebhookReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Receiver.DisposeAsync();
        await Worker.DisposeAsync();
        await Host.DisposeAsync();
    }

    internal Task<RoomResponse> CreateRoomAsync(string events = "\"*\"") => Host.CreateRoomAsync(
        $$"""{"webhook":{"endPoint":"{{Receiver.Url}}","events":[{{events}}]} }""");

    internal Task<JoinResponse> JoinAsync(RoomResponse room, string participantId) =>
        Host.JoinAsync(room.RoomId, Host.JoinToken(claims =>
        {
            claims["participantId"] = participantId;
            claims["name"] = $"Name of {participantId}";
        }));

    internal async Task LeaveAsync(RoomResponse room, JoinResponse joined)
    {
        var reply = await Host.PostAsync(
            $"/v2/rooms/{room.RoomId}/leave", null, $$"""{"ticket":"{{joined.Ticket.Token}}"}""");
        Assert.Equal(204, reply.Status);
    }

    internal async Task EndAsync(RoomResponse room) =>
        Assert.Equal(200, (await Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""")).Status);

    internal Task SweepAsync() => Host.Service<Sweep>().RunAsync(default);

    internal async Task<IReadOnlyList<Delivery>> WaitingAsync(RoomResponse room)
    {
        var rows = await Host.Service<ITableStore>().Table(WebhookKeys.Table).ScanAsync(
            room.RoomId, RowRange.Prefix(WebhookKeys.DeliveryPrefix), TableLimits.MaxScan, default);
        return [.. rows.Select(row => WebhookRows.Default.Delivery.FromBody(row.Body))];
    }

    /// <summary>Nobody is sending any more, and what came of it is written: only then may a test turn the clock.</summary>
    internal async Task QuietAsync(RoomResponse room)
    {
        var table = Host.Service<ITableStore>().Table(WebhookKeys.Table);
        while ((await WaitingAsync(room)).Any(delivery => delivery.LeasedUntil is not null)
            || (await table.ScanAsync(room.RoomId, RowRange.Prefix(WebhookKeys.OutboxPrefix), 1, default)).Count > 0)
        {
            await Task.Yield();
        }
    }

    /// <summary>From here on only the test sends.</summary>
    internal Task StopQueueAsync() => Host.Service<WebhookQueue>().StopAsync(default);

    /// <summary>All that is due, and nothing later, with everything written when it returns.</summary>
    internal Task<bool> DispatchAsync(RoomResponse room) => Host.Service<WebhookDispatch>().RunAsync(room.RoomId, default);
}

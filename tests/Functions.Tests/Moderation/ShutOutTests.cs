using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Functions.Moderation;
using Serverless.Functions.PubSub;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Moderation;

/// <summary>A Web PubSub address cannot be taken back, and the socket it opened lives on.</summary>
public sealed class ShutOutTests : HostedTests
{
    private readonly RecordingPubSub _pubSub = new();

    [Fact]
    public async Task Who_is_removed_is_on_the_list_by_the_key_of_their_join()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.JoinToken(claims => claims["participantId"] = "u-ann"));

        await Host.PostAsync(
            "/v2/sessions/participants/remove", Host.Token(), $$"""{"roomId":"{{room.RoomId}}","participantId":"u-ann"}""");

        Assert.Equal(FunctionsHost.TicketOf(joined).ConnectionKey, Assert.Single(await RowsAsync()).Key);
    }

    [Fact]
    public async Task Every_sweep_closes_what_they_opened_until_no_address_opens_anything()
    {
        var shutOuts = ShutOuts();
        await shutOuts.AddAsync("k1", default);
        await shutOuts.RunAsync(default);
        // The last moment at which an address that was given out just before still opens a socket, as the service counts.
        Host.Time.Advance(ParticipantAccess.Lifetime + TimeSpan.FromMinutes(5));
        await shutOuts.RunAsync(default);
        Assert.Single(await RowsAsync());
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await shutOuts.RunAsync(default);

        Assert.Equal(["k1", "k1", "k1"], _pubSub.Closed);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task While_the_service_is_down_nobody_is_forgotten()
    {
        var shutOuts = ShutOuts();
        await shutOuts.AddAsync("k1", default);
        Host.Time.Advance(TimeSpan.FromHours(1));
        _pubSub.IsDown = true;
        await shutOuts.RunAsync(default);
        Assert.Empty(_pubSub.Closed);
        _pubSub.IsDown = false;
        await shutOuts.RunAsync(default);

        Assert.Equal(["k1"], _pubSub.Closed);
        Assert.Empty(await RowsAsync());
    }

    private ShutOuts ShutOuts() =>
        new(Host.Service<ITableStore>(), _pubSub, Host.Time, NullLogger<ShutOuts>.Instance);

    private Task<IReadOnlyList<Row>> RowsAsync() =>
        Host.Service<ITableStore>().Table("shutouts").ScanAsync("out", RowRange.All, 10, default);

    private sealed class RecordingPubSub : IPubSubClient
    {
        public List<string> Closed { get; } = [];

        public bool IsDown { get; set; }

        public Task CloseUserAsync(string userId, string reason, CancellationToken cancellationToken = default)
        {
            if (IsDown)
            {
                throw new RequestFailedException("down");
            }

            Closed.Add(userId);
            return Task.CompletedTask;
        }

        public Task CloseGroupAsync(string group, string reason, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task SendToGroupAsync(string group, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task SendToUserAsync(string userId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public ValueTask<Uri> GetClientAccessUriAsync(
            string userId, IReadOnlyList<string> roles, IReadOnlyList<string> groups, TimeSpan lifetime,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Storage;

/// <summary>The control plane's whole way on the other adapter.</summary>
[Collection(AzuriteTests.Name)]
public sealed class ControlPlaneOnAzuriteTests(AzuriteServer azurite)
{
    [Fact]
    public async Task A_room_lives_from_creation_to_end()
    {
        await using var host = await FunctionsHost.StartAsync(services => services.AddSingleton(azurite.NewStore()));
        await using var worker = await host.StartWorkerAsync();
        var room = await host.CreateRoomAsync("""{"customRoomId":"town hall 7"}""");
        var joined = await host.JoinAsync(room.RoomId, host.JoinToken(claims => claims["participantId"] = "ann"));
        var again = await host.JoinAsync(room.CustomRoomId!, host.JoinToken(claims => claims["participantId"] = "ann"));
        Assert.Equal(joined.Session.SessionId, again.Session.SessionId);

        var end = await host.PostAsync("/v2/sessions/end", host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""");

        var ended = end.Read(RestJson.Default.SessionResponse);
        Assert.Equal((joined.Session.SessionId, "ended"), (ended.Id, ended.Status));
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains("unexpected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fifty_callers_of_one_customRoomId_get_one_room()
    {
        await using var host = await FunctionsHost.StartAsync(services => services.AddSingleton(azurite.NewStore()));

        var rooms = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.CreateRoomAsync("""{"customRoomId":"race"}""")));

        Assert.Single(rooms.Select(room => room.RoomId).Distinct());
    }
}

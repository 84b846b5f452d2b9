using System.Text.Json;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Rooms;

public sealed class RoomTests : HostedTests
{
    [Fact]
    public async Task A_room_has_VideoSDKs_shape()
    {
        var reply = await Host.PostAsync("/v2/rooms", Host.Token(), """{"customRoomId":"town-hall-7"}""");

        var json = reply.Json;
        var roomId = json.GetProperty("roomId").GetString()!;
        Assert.Matches("^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$", roomId);
        Assert.Equal("town-hall-7", json.GetProperty("customRoomId").GetString());
        Assert.Equal("t-dev", json.GetProperty("userId").GetString());
        Assert.False(json.GetProperty("disabled").GetBoolean());
        Assert.Equal("invited", json.GetProperty("stagePolicy").GetString());
        Assert.Equal(
            $"http://localhost:8080/v2/rooms/{roomId}", json.GetProperty("links").GetProperty("get_room").GetString());
        // As VideoSDK writes moments: parsers with a fixed pattern take nothing else.
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", json.GetProperty("createdAt").GetString());
    }

    [Fact]
    public async Task A_room_is_found_by_each_of_its_ids()
    {
        var room = await Host.CreateRoomAsync("""{"customRoomId":"town hall: 7% ä"}""");

        foreach (var id in (string[])[room.RoomId, "town%20hall%3A%207%25%20%C3%A4", room.Id])
        {
            var found = (await Host.GetAsync($"/v2/rooms/{id}", Host.Token())).Read(RestJson.Default.RoomResponse);
            var valid = (await Host.GetAsync($"/v2/rooms/validate/{id}", Host.Token()))
                .Read(RestJson.Default.RoomResponse);
            Assert.Equal((room.RoomId, room.RoomId), (found.RoomId, valid.RoomId));
        }
    }

    [Fact]
    public async Task A_customRoomId_gives_one_room_to_50_callers_at_once()
    {
        var rooms = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => Host.CreateRoomAsync("""{"customRoomId":"race"}""")));

        var roomId = Assert.Single(rooms.Select(room => room.RoomId).Distinct());
        var found = (await Host.GetAsync("/v2/rooms/race", Host.Token())).Read(RestJson.Default.RoomResponse);
        Assert.Equal(roomId, found.RoomId);
        Assert.Equal(JsonSerializer.Serialize(rooms[0]), JsonSerializer.Serialize(found));
    }

    [Fact]
    public async Task A_tenant_does_not_see_anothers_rooms()
    {
        var room = await Host.CreateRoomAsync("""{"customRoomId":"same"}""");
        var other = Host.OtherTenantsToken();

        foreach (var id in (string[])[room.RoomId, room.Id, "same"])
        {
            (await Host.GetAsync($"/v2/rooms/{id}", other)).AssertProblem(404, ProblemCodes.RoomNotFound);
            (await Host.TryJoinAsync(id, other)).AssertProblem(404, ProblemCodes.RoomNotFound);
            (await Host.PostAsync($"/v2/rooms/{id}/invites", other, """{"role":"host"}"""))
                .AssertProblem(404, ProblemCodes.RoomNotFound);
            (await Host.PostAsync("/v2/sessions/end", other, $$"""{"roomId":"{{id}}"}"""))
                .AssertProblem(404, ProblemCodes.RoomNotFound);
            (await Host.PostAsync("/v2/rooms/deactivate", other, $$"""{"roomId":"{{id}}"}"""))
                .AssertProblem(404, ProblemCodes.RoomNotFound);
        }

        var own = (await Host.PostAsync("/v2/rooms", other, """{"customRoomId":"same"}"""))
            .Read(RestJson.Default.RoomResponse);
        Assert.NotEqual(room.RoomId, own.RoomId);
    }

    [Fact]
    public async Task A_deactivated_room_ends_its_session_and_admits_nobody()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());

        var closed = (await Host.PostAsync(
            "/v2/rooms/deactivate", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}"""))
            .Read(RestJson.Default.RoomResponse);

        Assert.True(closed.Disabled);
        Assert.Equal((room.RoomId, new EndRoomCommand(LeaveReason.RoomClosed)), Assert.Single(Worker.Commands));
        (await Host.TryJoinAsync(room.RoomId, Host.Token())).AssertProblem(410, ProblemCodes.RoomClosed);
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/resume", joined.Ticket.Token, """{"offer":"v=0"}"""))
            .AssertProblem(410, ProblemCodes.RoomClosed);
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/invites", Host.Token(), """{"role":"host"}"""))
            .AssertProblem(410, ProblemCodes.RoomClosed);
    }

    [Fact]
    public async Task Only_those_a_room_names_may_join()
    {
        var room = await Host.CreateRoomAsync("""{"allowedParticipantIds":["u-ann"]}""");

        await Host.JoinAsync(room.RoomId, Host.Token(claims => claims["participantId"] = "u-ann"));
        (await Host.TryJoinAsync(room.RoomId, Host.Token(claims => claims["participantId"] = "u-bo")))
            .AssertProblem(403, ProblemCodes.ParticipantNotAllowed);
        (await Host.TryJoinAsync(room.RoomId, Host.Token()))
            .AssertProblem(403, ProblemCodes.ParticipantNotAllowed);
    }

    [Fact]
    public async Task A_room_that_does_not_exist_is_not_found() =>
        (await Host.TryJoinAsync("aaaa-bbbb-cccc", Host.Token())).AssertProblem(404, ProblemCodes.RoomNotFound);
}

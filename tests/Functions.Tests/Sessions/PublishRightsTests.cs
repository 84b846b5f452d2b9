using System.Text.Json.Nodes;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Sessions;

public sealed class PublishRightsTests : HostedTests
{
    private const string Invited = "{}";
    private const string Open = """{"stagePolicy":"open"}""";

    public static TheoryData<string, string, string?, string> Decisions => new()
    {
        // Room, claims, mode asked for, mode (and sources) got or code.
        { Invited, """{"permissions":["allow_join"]}""", null, "RECV_ONLY 0" },
        { Invited, """{"permissions":["allow_join"]}""", "RECV_ONLY", "RECV_ONLY 0" },
        { Invited, """{"permissions":["allow_join"]}""", "SIGNALLING_ONLY", "SIGNALLING_ONLY 0" },
        { Invited, """{"permissions":["allow_join"]}""", "SEND_AND_RECV", ProblemCodes.PublishForbidden },
        { Invited, """{"permissions":["allow_join","allow_mod"]}""", null, "SEND_AND_RECV 4" },
        { Invited, """{"permissions":["allow_join","allow_mod"]}""", "RECV_ONLY", "RECV_ONLY 0" },
        { Invited, """{"permissions":["allow_join"],"publish":["microphone"]}""", null, "SEND_AND_RECV 1" },
        { Invited, """{"permissions":["allow_join"],"publish":[]}""", null, "RECV_ONLY 0" },
        { Invited, """{"permissions":["allow_join"],"mode":"SEND_AND_RECV"}""", null, "SEND_AND_RECV 4" },
        { Invited, """{"permissions":["allow_join"],"mode":"SEND_AND_RECV","publish":[]}""", null, "RECV_ONLY 0" },
        { Invited, """{"permissions":["allow_join"],"mode":"SIGNALLING_ONLY"}""", null, "SIGNALLING_ONLY 0" },
        { Invited, """{"permissions":["allow_join","allow_mod"],"mode":"RECV_ONLY"}""", null, "RECV_ONLY 0" },
        { Open, """{"permissions":["allow_join"]}""", null, "SEND_AND_RECV 4" },
        { Open, """{"permissions":["allow_join"]}""", "RECV_ONLY", "RECV_ONLY 0" },
        { Open, """{"permissions":["allow_join"],"publish":[]}""", "SEND_AND_RECV", ProblemCodes.PublishForbidden },
        { Open, """{"permissions":["allow_join"],"mode":"RECV_ONLY"}""", "SEND_AND_RECV", ProblemCodes.PublishForbidden },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public async Task JN4_The_server_decides_who_may_publish(
        string roomBody, string claims, string? wanted, string expected)
    {
        var room = await Host.CreateRoomAsync(roomBody);
        var token = Host.Token(payload =>
        {
            foreach (var (name, value) in JsonNode.Parse(claims)!.AsObject())
            {
                payload[name] = value!.DeepClone();
            }
        });
        var mode = wanted is null ? "" : $",\"mode\":\"{wanted}\"";

        var reply = await Host.PostAsync($"/v2/rooms/{room.RoomId}/join", token, $$"""{"offer":"v=0"{{mode}}}""");

        if (expected == ProblemCodes.PublishForbidden)
        {
            reply.AssertProblem(403, expected);
            Assert.Empty(Worker.Transports);
            return;
        }

        var ticket = FunctionsHost.TicketOf(reply.Read(RestJson.Default.JoinResponse));
        var name = ticket.Mode switch
        {
            ParticipantMode.SendAndReceive => "SEND_AND_RECV",
            ParticipantMode.ReceiveOnly => "RECV_ONLY",
            ParticipantMode.SignallingOnly => "SIGNALLING_ONLY",
        };
        Assert.Equal(expected, $"{name} {ticket.Publish.Count}");
    }

    [Fact]
    public async Task JN4_A_source_that_is_not_allowed_is_forbidden_at_join_and_resume()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.JoinToken(claims => claims["publish"] = new JsonArray("microphone"));
        PublishSection[] camera = [new("0", TrackSource.Microphone), new("1", TrackSource.Camera)];
        var joined = await Host.JoinAsync(room.RoomId, token);

        (await Host.TryJoinAsync(room.RoomId, token, new JoinRequest { Offer = "v=0", Publish = camera }))
            .AssertProblem(403, ProblemCodes.PublishForbidden);
        (await Host.TryJoinAsync(room.RoomId, Host.JoinToken(), new JoinRequest { Offer = "v=0", Publish = camera }))
            .AssertProblem(403, ProblemCodes.PublishForbidden);
        (await Host.PostAsync(
            $"/v2/rooms/{room.RoomId}/resume", joined.Ticket.Token,
            new ResumeRequest { Offer = "v=0", Publish = camera }, RestJson.Default.ResumeRequest))
            .AssertProblem(403, ProblemCodes.PublishForbidden);
    }
}

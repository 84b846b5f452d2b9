using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Invites;

public sealed class InviteTests : HostedTests
{
    [Theory]
    [InlineData(InviteRole.Viewer, ParticipantMode.ReceiveOnly, false)]
    [InlineData(InviteRole.Host, ParticipantMode.SendAndReceive, false)]
    [InlineData(InviteRole.Moderator, ParticipantMode.SendAndReceive, true)]
    public async Task A_code_becomes_a_token_that_joins_with_its_role(
        InviteRole role, ParticipantMode mode, bool moderates)
    {
        var room = await Host.CreateRoomAsync();
        var invite = await InviteAsync(room.RoomId, role);
        Assert.Matches("^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$", invite.Code);

        var exchanged = (await ExchangeAsync(invite.Code)).Read(RestJson.Default.ExchangeInviteResponse);
        var joined = await Host.JoinAsync(room.RoomId, exchanged.Token);

        var claims = TestJwt.Payload(exchanged.Token);
        Assert.True(TestJwt.IsSignedBy(exchanged.Token, FunctionsHost.Secret));
        Assert.Equal(2, claims.GetProperty("version").GetInt32());
        Assert.Equal("rtc", claims.GetProperty("roles")[0].GetString());
        Assert.Equal((room.RoomId, role), (exchanged.RoomId, exchanged.Role));
        var ticket = FunctionsHost.TicketOf(joined);
        Assert.Equal((mode, moderates), (ticket.Mode, ticket.MayModerate));
        Assert.Equal(mode == ParticipantMode.SendAndReceive ? 4 : 0, ticket.Publish.Count);
    }

    [Theory]
    [InlineData("{}", "VP8 H264")]
    [InlineData("""{"codecs":{"video":["H264","AV1"]}}""", "H264 AV1")]
    public async Task A_code_says_what_the_rooms_pictures_may_be_sent_in(string body, string codecs)
    {
        var room = await Host.CreateRoomAsync(body);
        var invite = await InviteAsync(room.RoomId, InviteRole.Host);

        var video = (await ExchangeAsync(invite.Code)).Json.GetProperty("codecs").GetProperty("video");

        Assert.Equal(codecs, string.Join(' ', video.EnumerateArray().Select(codec => codec.GetString())));
    }

    [Fact]
    public async Task A_guests_token_waits_in_the_lobby()
    {
        var room = await Host.CreateRoomAsync();
        var invite = await InviteAsync(room.RoomId, InviteRole.Guest);
        var exchanged = (await ExchangeAsync(invite.Code)).Read(RestJson.Default.ExchangeInviteResponse);

        Assert.Equal(202, (await Host.TryJoinAsync(room.RoomId, exchanged.Token)).Status);
    }

    [Fact]
    public async Task The_token_opens_its_own_room_only_and_no_REST()
    {
        var room = await Host.CreateRoomAsync();
        var other = await Host.CreateRoomAsync();
        var invite = await InviteAsync(room.RoomId, InviteRole.Moderator);
        var token = (await ExchangeAsync(invite.Code)).Read(RestJson.Default.ExchangeInviteResponse).Token;

        (await Host.TryJoinAsync(other.RoomId, token)).AssertProblem(403, ProblemCodes.WrongRoom);
        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(403, ProblemCodes.RoleForbidden);
    }

    [Fact]
    public async Task A_code_is_read_as_people_type_it()
    {
        var room = await Host.CreateRoomAsync();
        var invite = await InviteAsync(room.RoomId, InviteRole.Viewer);

        var typed = invite.Code.Replace("-", "").Replace('0', 'O').Replace('1', 'l').ToUpperInvariant();
        Assert.Equal(200, (await ExchangeAsync(typed)).Status);
    }

    [Fact]
    public async Task Fifty_people_at_once_use_ten_uses()
    {
        var room = await Host.CreateRoomAsync();
        var invite = await InviteAsync(room.RoomId, InviteRole.Viewer, maxUses: 10);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ExchangeAsync(invite.Code)));

        Assert.Equal(10, replies.Count(reply => reply.Status == 200));
        Assert.All(
            replies.Where(reply => reply.Status != 200),
            reply => reply.AssertProblem(410, ProblemCodes.InviteUsedUp));
    }

    [Fact]
    public async Task A_code_that_was_taken_back_opens_nothing()
    {
        var room = await Host.CreateRoomAsync();
        var invite = (await Host.PostAsync($"/v2/rooms/{room.RoomId}/invites", Host.Token(), """{"role":"host"}"""))
            .Read(RestJson.Default.InviteResponse);

        (await RevokeAsync(invite.Code, Host.OtherTenantsToken())).AssertProblem(404, ProblemCodes.InviteNotFound);
        Assert.Equal(204, (await RevokeAsync(invite.Code, Host.Token())).Status);

        (await Host.PostAsync($"/v2/invites/{invite.Code}/exchange", null, null)).AssertProblem(404, ProblemCodes.InviteNotFound);
        (await RevokeAsync(invite.Code, Host.Token())).AssertProblem(404, ProblemCodes.InviteNotFound);

        Task<Reply> RevokeAsync(string code, string bearer) =>
            Host.SendAsync(HttpMethod.Delete, $"/v2/invites/{code}", bearer, null);
    }

    [Fact]
    public async Task A_code_ends()
    {
        var room = await Host.CreateRoomAsync();
        var invite = await InviteAsync(room.RoomId, InviteRole.Viewer, seconds: 60);
        Assert.Equal(Host.Time.GetUtcNow().AddSeconds(60), invite.ExpiresAt);

        Host.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(200, (await ExchangeAsync(invite.Code)).Status);
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        (await ExchangeAsync(invite.Code)).AssertProblem(410, ProblemCodes.InviteExpired);
    }

    [Theory]
    [InlineData("k7w2-9fqp-x3md")]
    [InlineData("k7w2")]
    [InlineData("%2e%2e%2f")]
    [InlineData("uuuu-uuuu-uuuu")]
    public async Task A_code_that_nobody_made_is_not_found(string code) =>
        (await ExchangeAsync(code)).AssertProblem(404, ProblemCodes.InviteNotFound);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"role":"owner"}""")]
    [InlineData("""{"role":"viewer","expiresInSeconds":59}""")]
    [InlineData("""{"role":"viewer","expiresInSeconds":2592001}""")]
    [InlineData("""{"role":"viewer","maxUses":0}""")]
    [InlineData("""{"role":"viewer","maxUses":100001}""")]
    public async Task An_invite_that_is_wrong_is_named(string body)
    {
        var room = await Host.CreateRoomAsync();

        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/invites", Host.Token(), body))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
    }

    [Fact]
    public async Task A_moderators_ticket_invites_and_a_viewers_does_not()
    {
        var room = await Host.CreateRoomAsync();
        var other = await Host.CreateRoomAsync();
        var moderator = (await Host.JoinAsync(room.RoomId, Host.Token())).Ticket.Token;
        var viewer = (await Host.JoinAsync(room.RoomId, Host.JoinToken())).Ticket.Token;

        Assert.Equal(201, (await Host.PostAsync(
            $"/v2/rooms/{room.RoomId}/invites", moderator, """{"role":"viewer"}""")).Status);
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/invites", viewer, """{"role":"host"}"""))
            .AssertProblem(403, ProblemCodes.PermissionDenied);
        (await Host.PostAsync($"/v2/rooms/{other.RoomId}/invites", moderator, """{"role":"host"}"""))
            .AssertProblem(403, ProblemCodes.WrongRoom);
        Host.Time.Advance(TimeSpan.FromMinutes(10));
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/invites", moderator, """{"role":"host"}"""))
            .AssertProblem(401, ProblemCodes.TicketExpired);
    }

    private async Task<InviteResponse> InviteAsync(
        string roomId, InviteRole role, int? seconds = null, int? maxUses = null)
    {
        var request = new CreateInviteRequest { Role = role, ExpiresInSeconds = seconds, MaxUses = maxUses };
        var body = JsonSerializer.Serialize(request, RestJson.Default.CreateInviteRequest);
        var reply = await Host.PostAsync($"/v2/rooms/{roomId}/invites", Host.Token(), body);
        Assert.Equal(201, reply.Status);
        return reply.Read(RestJson.Default.InviteResponse);
    }

    private Task<Reply> ExchangeAsync(string code) => Host.PostAsync($"/v2/invites/{code}/exchange", null, null);
}

using System.Text.Json.Nodes;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Routes;

/// <summary>A room with a live session in it, and one credential of every kind for it.</summary>
internal sealed class Scene
{
    private const string BannedId = "u-banned";

    private readonly FunctionsHost _host;
    private readonly string _otherRoomId;

    private Scene(
        FunctionsHost host, string roomId, string otherRoomId, JoinResponse viewer, JoinResponse moderator, string entryId,
        string inviteCode)
    {
        _host = host;
        _otherRoomId = otherRoomId;
        RoomId = roomId;
        Viewer = viewer;
        Moderator = moderator;
        EntryId = entryId;
        InviteCode = inviteCode;
    }

    public string RoomId { get; }

    public string SessionId => Viewer.Session.SessionId;

    public JoinResponse Viewer { get; }

    public JoinResponse Moderator { get; }

    /// <summary>Somebody waits in the lobby.</summary>
    public string EntryId { get; }

    public string InviteCode { get; }

    public string ViewerId => Viewer.Participant.ParticipantId;

    public static async Task<Scene> SetAsync(FunctionsHost host)
    {
        var room = await host.CreateRoomAsync();
        var other = await host.CreateRoomAsync();
        var signaling = new JoinRequest { Mode = ParticipantMode.SignallingOnly };
        var viewer = await host.JoinAsync(room.RoomId, host.JoinToken(claims => claims["participantId"] = "u-viewer"), signaling);
        var moderator = await host.JoinAsync(room.RoomId, host.Token(), signaling);
        var ask = host.Token(claims => claims["permissions"] = new JsonArray("ask_join"));
        var waiting = await host.TryJoinAsync(room.RoomId, ask, signaling);
        var invite = await host.PostAsync($"/v2/rooms/{room.RoomId}/invites", host.Token(), """{"role":"viewer"}""");
        var banned = await host.PostAsync(
            $"/v2/rooms/{room.RoomId}/bans", host.Token(), $$"""{"participantId":"{{BannedId}}"}""");
        Assert.Equal((202, 201, 204), (waiting.Status, invite.Status, banned.Status));
        return new Scene(
            host, room.RoomId, other.RoomId, viewer, moderator, waiting.Json.GetProperty("entryId").GetString()!,
            invite.Json.GetProperty("code").GetString()!);
    }

    public string? Bearer(Credential credential) => credential switch
    {
        Credential.None => null,
        Credential.Garbage => "garbage",
        Credential.Expired => _host.Token(claims => claims["exp"] = claims["iat"]!.GetValue<long>() - 600),
        Credential.WrongSecret => _host.Token(secret: "not the tenant's secret, though long enough"),
        Credential.OtherTenant => _host.OtherTenantsToken(),
        Credential.OtherRoom => _host.Token(claims => claims["roomId"] = _otherRoomId),
        Credential.Rtc => WithRole("rtc"),
        Credential.Crawler => WithRole("crawler"),
        Credential.JoinOnly => _host.JoinToken(),
        Credential.Mod => _host.Token(),
        Credential.Ticket => Viewer.Ticket.Token,
        Credential.ModTicket => Moderator.Ticket.Token,
        Credential.ExpiredTicket => Expired(Moderator.Ticket.Token),
        Credential.Banned => _host.JoinToken(claims => claims["participantId"] = BannedId),
        Credential.Worker => _host.WorkerToken("w1"),
        Credential.Operator => FunctionsHost.ManageKey,
        Credential.Autoscaler => FunctionsHost.ScaleKey,
    };

    private string WithRole(string role) => _host.Token(claims =>
    {
        claims["version"] = 2;
        claims["roles"] = new JsonArray(role);
    });

    private static string Expired(string ticket)
    {
        var payload = JsonNode.Parse(TestJwt.Payload(ticket).GetRawText())!.AsObject();
        payload["exp"] = payload["iat"]!.GetValue<long>() - 3600;
        return TestJwt.Sign(payload, FunctionsHost.WorkerKey);
    }
}

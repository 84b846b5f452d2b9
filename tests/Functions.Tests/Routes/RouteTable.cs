using Serverless.Functions.Tests.Whip;

namespace Serverless.Functions.Tests.Routes;

/// <summary>Every route with what each credential gets from it. A route without a row here fails the tests.</summary>
internal static class RouteTable
{
    private const string Join = """{"mode":"SIGNALLING_ONLY"}""";

    public static IReadOnlyList<RouteRow> Rows { get; } =
    [
        .. Rooms(), .. Sessions(), .. Participants(), .. WhipAndWhep(), .. Workers(), .. Operators(), .. Webhooks(), .. Open(), .. NotBuilt(),
    ];

    private static RouteRow[] Rooms() =>
    [
        new("POST /v2/rooms", Expectations.BackEnd(200, otherTenant: 200), _ => "/v2/rooms", Json("{}")),
        new("GET /v2/rooms", Expectations.BackEnd(200, otherTenant: 200, otherRoom: 200), _ => "/v2/rooms?page=1&perPage=2"),
        new("GET /v2/rooms/{id}", Expectations.Reader(200), s => $"/v2/rooms/{s.RoomId}"),
        new("POST /v2/rooms/{id}", Expectations.BackEnd(200), s => $"/v2/rooms/{s.RoomId}", Json("""{"status":"disabled"}""")),
        new("GET /v2/rooms/validate/{id}", Expectations.Reader(200), s => $"/v2/rooms/validate/{s.RoomId}"),
        new("POST /v2/rooms/validate/{id}", Expectations.Reader(200), s => $"/v2/rooms/validate/{s.RoomId}"),
        new("POST /v2/rooms/deactivate", Expectations.BackEnd(200), _ => "/v2/rooms/deactivate", (s, _) => $$"""{"roomId":"{{s.RoomId}}"}"""),
        new("POST /v2/rooms/{roomId}/invites", Expectations.Moderator(201), s => $"/v2/rooms/{s.RoomId}/invites", Json("""{"role":"viewer","maxUses":2}""")),
        new("DELETE /v2/invites/{code}", Expectations.Moderator(204), s => $"/v2/invites/{s.InviteCode}"),
        new("GET /v2/rooms/{roomId}/bans", Expectations.Moderator(200), s => $"/v2/rooms/{s.RoomId}/bans?page=1"),
        new("POST /v2/rooms/{roomId}/bans", Expectations.Moderator(204), s => $"/v2/rooms/{s.RoomId}/bans", Json("""{"participantId":"u-x"}""")),
        new("DELETE /v2/rooms/{roomId}/bans/{participantId}", Expectations.Moderator(204), s => $"/v2/rooms/{s.RoomId}/bans/u-banned"),
        new("POST /v2/rooms/{roomId}/entries/{entryId}", Expectations.Moderator(204), s => $"/v2/rooms/{s.RoomId}/entries/{s.EntryId}", Json("""{"decision":"denied"}""")),
        new("POST /v2/rooms/{roomId}/warm", Expectations.BackEnd(202), s => $"/v2/rooms/{s.RoomId}/warm"),
        new("POST /v2/tokens", Expectations.BackEnd(201), _ => "/v2/tokens", (s, _) => $$"""{"roomId":"{{s.RoomId}}","participantId":"u-1","permissions":["allow_join"],"metadata":{},"name":"A"}"""),
    ];

    private static RouteRow[] Sessions() =>
    [
        new("GET /v2/sessions", Expectations.BackEnd(200, otherTenant: 200, otherRoom: 200), _ => "/v2/sessions?status=ongoing"),
        new("GET /v2/sessions/{sessionId}", Expectations.BackEnd(200), s => $"/v2/sessions/{s.SessionId}"),
        new("GET /v2/sessions/{sessionId}/participants", Expectations.BackEnd(200), s => $"/v2/sessions/{s.SessionId}/participants"),
        new("GET /v2/sessions/{sessionId}/participants/active", Expectations.BackEnd(200), s => $"/v2/sessions/{s.SessionId}/participants/active"),
        new("GET /v2/sessions/{sessionId}/participants/{participantId}", Expectations.BackEnd(200), s => $"/v2/sessions/{s.SessionId}/participants/{s.ViewerId}"),
        new("GET /v2/sessions/{sessionId}/stats", Expectations.BackEnd(200), s => $"/v2/sessions/{s.SessionId}/stats"),
        new("GET /v2/sessions/{sessionId}/participant/{participantId}/stats", Expectations.BackEnd(200), s => $"/v2/sessions/{s.SessionId}/participant/{s.ViewerId}/stats"),
        new("GET /v2/sessions/{sessionId}/participants/{participantId}/stats", Expectations.BackEnd(200), s => $"/v2/sessions/{s.SessionId}/participants/{s.ViewerId}/stats"),
        new("GET /v2/usage", Expectations.BackEnd(200), s => $"/v2/usage?from=2026-11-01&to=2026-11-30&roomId={s.RoomId}"),
        new("POST /v2/sessions/end", Expectations.Moderator(200), _ => "/v2/sessions/end", (s, _) => $$"""{"roomId":"{{s.RoomId}}"}"""),
        new("POST /v2/sessions/participants/remove", Expectations.Moderator(200), _ => "/v2/sessions/participants/remove", (s, _) => $$"""{"roomId":"{{s.RoomId}}","participantId":"{{s.ViewerId}}"}"""),
    ];

    private static RouteRow[] Participants() =>
    [
        new("POST /v2/rooms/{roomId}/join", Expectations.Join(200), s => $"/v2/rooms/{s.RoomId}/join", Json(Join)),
        new("POST /v2/rooms/{roomId}/resume", Expectations.Participant(200), s => $"/v2/rooms/{s.RoomId}/resume", Json("""{"offer":"v=0"}""")),
        new("POST /v2/rooms/{roomId}/ticket", Expectations.Participant(200), s => $"/v2/rooms/{s.RoomId}/ticket"),
        new("GET /v2/rooms/{roomId}/log", Expectations.Participant(200), s => $"/v2/rooms/{s.RoomId}/log?after=0&limit=5"),
        // A page that closes cannot set headers: the ticket is in the body.
        new("POST /v2/rooms/{roomId}/leave", Expectations.Participant(204), s => $"/v2/rooms/{s.RoomId}/leave", (_, bearer) => $$"""{"ticket":"{{bearer}}"}"""),
    ];

    private static RouteRow[] WhipAndWhep() =>
    [
        // An encoder's token may be a management token (WH10). Whoever may only watch may not publish.
        new("POST /v2/whip", Expectations.Join(201).With(201, Credential.Crawler).With(403, Credential.JoinOnly), s => $"/v2/whip?roomId={s.RoomId}", Json(WhipClient.Publishing), "application/sdp"),
        new("POST /v2/whep", Expectations.Join(201).With(201, Credential.Crawler), s => $"/v2/whep?roomId={s.RoomId}", Json(WhipClient.Watching), "application/sdp"),
        .. new[] { "whip", "whep" }.SelectMany(kind => new RouteRow[]
        {
            new($"OPTIONS /v2/{kind}", Expectations.Everybody(200), _ => $"/v2/{kind}"),
            new($"OPTIONS /v2/{kind}/sessions/{{id}}", Expectations.Everybody(200), _ => $"/v2/{kind}/sessions/x"),
            // The address is the credential, and nobody has guessed it.
            new($"PATCH /v2/{kind}/sessions/{{id}}", Expectations.Everybody(404), _ => $"/v2/{kind}/sessions/guess", Json(WhipClient.Fragment("abcd")), "application/trickle-ice-sdpfrag"),
            new($"DELETE /v2/{kind}/sessions/{{id}}", Expectations.Everybody(404), _ => $"/v2/{kind}/sessions/guess"),
            new($"DELETE /v2/{kind}/sessions/{{id}}", Expectations.BackEnd(200), s => $"/v2/{kind}/sessions/{s.SessionId}?participantId={s.ViewerId}"),
        }),
    ];

    private static RouteRow[] Workers() =>
    [
        new("PUT /internal/workers/{workerId}", Expectations.Worker(200), _ => "/internal/workers/w1", Json("""{"url":"http://127.0.0.1:9","state":"ready","capacity":1,"participants":0,"rooms":[]}""")),
        new("GET /internal/scale", Expectations.Autoscaler(200), _ => "/internal/scale"),
        new("POST /internal/workers/{workerId}/pubsub", Expectations.Worker(200), _ => "/internal/workers/w1/pubsub"),
        new("GET /internal/rooms/{roomId}/log", Expectations.Worker(200), s => $"/internal/rooms/{s.RoomId}/log?tail=5"),
        new("POST /internal/rooms/{roomId}/log", Expectations.Worker(204), s => $"/internal/rooms/{s.RoomId}/log", Json("""{"epoch":1,"afterSeq":0,"entries":[{"seq":1,"id":"a","kind":"chat","at":"2026-11-22T10:00:00Z","from":{"participantId":"u-1","displayName":"A"},"data":{}}]}""")),
        new("GET /internal/rooms/{roomId}/participants", Expectations.Worker(200), s => $"/internal/rooms/{s.RoomId}/participants?session={s.SessionId}"),
        new("POST /internal/rooms/{roomId}/participants", Expectations.Worker(200), s => $"/internal/rooms/{s.RoomId}/participants", (s, _) => $$"""{"sessionId":"{{s.SessionId}}","left":[],"empty":false,"epoch":1}"""),
        new("POST /internal/rooms/{roomId}/move", Expectations.Worker(200), s => $"/internal/rooms/{s.RoomId}/move", (s, _) => $$"""{"sessionId":"{{s.SessionId}}","epoch":1}"""),
        new("POST /internal/rooms/{roomId}/quality", Expectations.Worker(204), s => $"/internal/rooms/{s.RoomId}/quality", (s, _) => $$$"""{"sessionId":"{{{s.SessionId}}}","at":"2026-11-22T10:00:00Z","participants":[{"participantId":"a","sendAudio":{"packets":1,"packetsLost":0}}]}"""),
    ];

    private static RouteRow[] Operators() =>
    [
        new("POST /manage/tenants", Expectations.Operator(201), _ => "/manage/tenants", Json("""{"name":"Acme","limits":{"requestsPerSecond":5}}""")),
        new("GET /manage/tenants", Expectations.Operator(200), _ => "/manage/tenants?perPage=1"),
        new("GET /manage/tenants/{tenantId}", Expectations.Operator(200), _ => "/manage/tenants/t-dev"),
        new("POST /manage/tenants/{tenantId}/people", Expectations.Operator(201), _ => "/manage/tenants/t-dev/people", Json("""{"email":"ann@example.com","name":"Ann"}""")),
        new("GET /manage/tenants/{tenantId}/people", Expectations.Operator(200), _ => "/manage/tenants/t-dev/people?page=1"),
        new("DELETE /manage/tenants/{tenantId}/people/{email}", Expectations.Operator(404), _ => "/manage/tenants/t-dev/people/nobody@example.com"),
        new("GET /manage/tenants/{tenantId}/usage", Expectations.Operator(200), _ => "/manage/tenants/t-dev/usage?from=2026-11-01&to=2026-11-30"),
        new("PATCH /manage/tenants/{tenantId}", Expectations.Operator(200), _ => "/manage/tenants/t-dev", Json("""{"name":"Dev"}""")),
        new("POST /manage/tenants/{tenantId}/keys", Expectations.Operator(201), _ => "/manage/tenants/t-other/keys", Json("""{"overlapSeconds":60}""")),
        new("DELETE /manage/tenants/{tenantId}/keys/{apiKey}", Expectations.Operator(404), _ => "/manage/tenants/t-dev/keys/none"),
    ];

    private static RouteRow[] Webhooks() =>
    [
        new("POST /v2/webhooks", Whole(201), _ => "/v2/webhooks", Json("""{"endPoint":"https://example.com/hook","events":["*"]}""")),
        new("GET /v2/webhooks", Whole(200), _ => "/v2/webhooks"),
        new("GET /v2/webhooks/{id}", Whole(404), _ => "/v2/webhooks/none"),
        new("DELETE /v2/webhooks/{id}", Whole(404), _ => "/v2/webhooks/none"),
        new("GET /v2/webhooks/secret", Whole(200), _ => "/v2/webhooks/secret"),
        new("POST /v2/webhooks/secret/rotate", Whole(200), _ => "/v2/webhooks/secret/rotate"),
        new("GET /v2/webhooks/dead-letters", Whole(200), _ => "/v2/webhooks/dead-letters"),
        new("POST /v2/webhooks/dead-letters/replay", Whole(200), _ => "/v2/webhooks/dead-letters/replay", Json("""{"ids":["none"]}""")),
    ];

    /// <summary>What belongs to the tenant as a whole: another tenant has its own, and a token for one room does not get it.</summary>
    private static Expectations Whole(int status) => Expectations.BackEnd(status, otherTenant: status);

    private static RouteRow[] Open() =>
    [
        new("GET /v2/public/rsa-public-key", Expectations.Everybody(200), _ => "/v2/public/rsa-public-key"),
        new("GET /v2/health", Expectations.Everybody(200), _ => "/v2/health"),
        // E-mail and password are the credential; a bearer changes nothing.
        new("POST /v2/people/sign-in", Expectations.Everybody(401), _ => "/v2/people/sign-in", Json("""{"email":"a@b","password":"not the password"}""")),
        new("POST /v2/people/password", Expectations.Everybody(401), _ => "/v2/people/password", Json("""{"email":"a@b","code":"ab12-cd34-ef56","password":"not the password"}""")),
        // Only a sign-in is good for it.
        new("POST /v2/people/token", Expectations.Everybody(401), _ => "/v2/people/token"),
        new("POST /v2/people/sign-out", Expectations.Everybody(204), _ => "/v2/people/sign-out"),
        new("GET /v2/health/ready", Expectations.Everybody(200), _ => "/v2/health/ready"),
        new("GET /v2/openapi.json", Expectations.Everybody(200), _ => "/v2/openapi.json"),
        new("GET /v2/docs", Expectations.Everybody(200), _ => "/v2/docs"),
        // The code is the credential.
        new("POST /v2/invites/{code}/exchange", Expectations.Everybody(200), s => $"/v2/invites/{s.InviteCode}/exchange"),
        // Only the Functions host reaches it, see SweepEndpoints.
        new("POST /sweep", Expectations.Everybody(200), _ => "/sweep"),
    ];

    private static IEnumerable<RouteRow> NotBuilt() => new[]
    {
        "/v2/recordings", "/v2/hls", "/v2/livestreams", "/v2/transcodings", "/v2/ingest", "/v2/resource", "/v2/sip",
        "/v2/batch-calls", "/v2/connectors", "/v2/agent", "/v2/alertRules", "/v2/incidents", "/ai/v1",
    }.Select(root => new RouteRow(
        $"* {root}/{{**rest}}", Expectations.Reader(501, otherTenant: 501, otherRoom: 501), _ => $"{root}/start", Json("{}"), Method: "POST"));

    private static Func<Scene, string?, string> Json(string body) => (_, _) => body;
}

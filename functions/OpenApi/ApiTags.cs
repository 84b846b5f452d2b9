using Microsoft.OpenApi;

namespace Serverless.Functions.OpenApi;

/// <summary>The chapters of the document, by where a path begins.</summary>
internal static class ApiTags
{
    private const string Other = "Service";

    private static readonly (string Prefix, string Name, string Description)[] All =
    [
        ("v2/rooms/{roomId}/bans", "Moderation", "Who is out."),
        ("v2/rooms/{roomId}/entries", "Moderation", "Who is out."),
        ("v2/sessions/participants/remove", "Moderation", "Who is out."),
        ("v2/rooms/{roomId}/invites", "Invites", "Short codes for links, exchanged for a participant's token."),
        ("v2/rooms/{roomId}/", "Joining", "What a client calls to be in a room: join, resume, renew, leave, read the log."),
        ("v2/rooms", "Rooms", "Rooms, in VideoSDK's form."),
        ("v2/sessions", "Sessions", "What happens and happened in rooms, in VideoSDK's form."),
        ("v2/invites", "Invites", "Short codes for links, exchanged for a participant's token."),
        ("v2/tokens", "Tokens", "Tokens for those who do not want to sign them."),
        ("v2/webhooks", "Webhooks", "Events that are sent to your back end."),
        ("v2/public", "Webhooks", "Events that are sent to your back end."),
        ("v2/whip", "WHIP and WHEP", "WebRTC with encoders and players (RFC 9725)."),
        ("v2/whep", "WHIP and WHEP", "WebRTC with encoders and players (RFC 9725)."),
        ("v2/usage", "Usage", "What was used, per tenant and room."),
        ("v2/studio", "Studio", "The sign-in of a tenant's people."),
        ("manage", "Management", "For the operator: tenants and their keys."),
        ("internal", "Workers", "Between parts of the system, not for customers."),
    ];

    public static string Of(string path) =>
        All.FirstOrDefault(tag => path.StartsWith(tag.Prefix, StringComparison.Ordinal)) is { Name: { } name } ? name : Other;

    public static void AddTo(OpenApiDocument document) => document.Tags = All
        .DistinctBy(tag => tag.Name)
        .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
        .Append(new OpenApiTag { Name = Other, Description = "The service itself." })
        .ToHashSet();
}

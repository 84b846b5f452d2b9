using Microsoft.OpenApi;

namespace Serverless.Functions.OpenApi;

/// <summary>The chapters of the document, in the order in which people read them.</summary>
internal static class ApiTags
{
    private const string Moderation = "Moderation";
    private const string Invites = "Invites";
    private const string Webhooks = "Webhooks";
    private const string Whip = "WHIP and WHEP";
    private const string Service = "Service";

    private static readonly (string Name, string Description)[] Chapters =
    [
        ("Rooms", "Rooms, in VideoSDK's form."),
        ("Joining", "What a client calls to be in a room: join, resume, renew the ticket, leave, read the log."),
        ("Sessions", "What happens and happened in rooms, in VideoSDK's form."),
        (Moderation, "Who is let in, put out and kept out."),
        (Invites, "Short codes for links, exchanged for a participant's token."),
        ("Tokens", "For back ends that do not want to sign tokens themselves."),
        (Webhooks, "Events that are sent to your back end, and those that did not arrive."),
        ("Usage", "What was used, per tenant and room."),
        (Whip, "WebRTC with encoders and players over plain HTTP (RFC 9725)."),
        ("Studio", "The sign-in of a tenant's people."),
        ("Management", "For the operator: tenants and their keys."),
        ("Workers", "Between the parts of the system, not for customers."),
        (Service, "The service itself."),
    ];

    /// <summary>Where a path begins; the first that fits counts.</summary>
    private static readonly (string Prefix, string Name)[] Prefixes =
    [
        ("v2/rooms/{roomId}/bans", Moderation),
        ("v2/rooms/{roomId}/entries", Moderation),
        ("v2/rooms/{roomId}/invites", Invites),
        ("v2/rooms/{roomId}/warm", "Rooms"),
        ("v2/rooms/{roomId}/", "Joining"),
        ("v2/rooms", "Rooms"),
        ("v2/sessions/participants/remove", Moderation),
        ("v2/sessions", "Sessions"),
        ("v2/invites", Invites),
        ("v2/tokens", "Tokens"),
        ("v2/webhooks", Webhooks),
        ("v2/public", Webhooks),
        ("v2/whip", Whip),
        ("v2/whep", Whip),
        ("v2/usage", "Usage"),
        ("v2/people", "Studio"),
        ("manage", "Management"),
        ("internal", "Workers"),
    ];

    public static string Of(string path) =>
        Prefixes.FirstOrDefault(tag => path.StartsWith(tag.Prefix, StringComparison.Ordinal)) is { Name: { } name } ? name : Service;

    public static void AddTo(OpenApiDocument document) => document.Tags = Chapters
        .Select(chapter => new OpenApiTag { Name = chapter.Name, Description = chapter.Description })
        .ToHashSet();
}

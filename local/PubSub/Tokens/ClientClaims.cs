namespace Serverless.Local.PubSub.Tokens;

/// <summary>What a verified client token says.</summary>
/// <param name="UserId">Null for an anonymous client.</param>
/// <param name="All">Every claim by name, for the connect handler.</param>
internal sealed record ClientClaims(
    string? UserId,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Groups,
    IReadOnlyDictionary<string, string[]> All);

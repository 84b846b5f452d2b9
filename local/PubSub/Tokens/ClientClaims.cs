namespace Serverless.Local.PubSub.Tokens;

/// <summary>What a verified client token says.</summary>
internal sealed record ClientClaims(string? UserId, IReadOnlyList<string> Roles, IReadOnlyList<string> Groups);

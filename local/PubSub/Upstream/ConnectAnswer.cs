namespace Serverless.Local.PubSub.Upstream;

/// <summary>What a connect handler decides in place of the token; null leaves what the token says.</summary>
internal sealed record ConnectAnswer
{
    public static ConnectAnswer AsTheTokenSays { get; } = new();

    public string? UserId { get; init; }

    /// <summary>Replace the token's unless there are none.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Replace the token's even when there are none.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>One that the client offered.</summary>
    public string? Subprotocol { get; init; }
}

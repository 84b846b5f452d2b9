namespace Serverless.Local.PubSub.Hub;

/// <summary>What an admitted client brings along: the contents of its token and the chosen subprotocol.</summary>
internal sealed record ConnectRequest
{
    public required ClientProtocol Protocol { get; init; }

    /// <summary>Opaque to clients. Given before the session is opened, because upstream is asked before.</summary>
    public string Id { get; init; } = NewId();

    /// <summary>Null: nobody wants to hear of it.</summary>
    public IConnectionEvents? Events { get; init; }

    /// <summary>Null for an anonymous client.</summary>
    public string? UserId { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Joined at once, without a permission. All of them are valid names.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    public static string NewId() => Guid.NewGuid().ToString("N");
}

namespace Serverless.Local.PubSub.Upstream;

/// <summary>Which connection an event comes from.</summary>
internal sealed record UpstreamIdentity
{
    public required string Hub { get; init; }

    public required string ConnectionId { get; init; }

    /// <summary>Host (and port, unless it is the scheme's own) under which the client reached the emulator.</summary>
    public required string Origin { get; init; }

    /// <summary>Null for an anonymous client.</summary>
    public string? UserId { get; init; }

    /// <summary>Null for a simple client, and while it is not chosen yet.</summary>
    public string? Subprotocol { get; init; }
}

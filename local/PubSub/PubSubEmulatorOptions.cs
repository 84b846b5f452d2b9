namespace Serverless.Local.PubSub;

/// <summary>
/// How the Web PubSub emulator behaves. The defaults are those of the service and of its official emulator.
/// </summary>
public sealed record PubSubEmulatorOptions
{
    /// <summary>The official emulator's endpoint, so that connection strings are interchangeable.</summary>
    public const string DefaultEndpoint = "http://localhost:8080";

    /// <summary>
    /// The official emulator's well-known key. It protects nothing; it only makes signatures possible.
    /// </summary>
    public const string DefaultAccessKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

    /// <summary>Signs and verifies tokens; its UTF-8 bytes are used as they are. At least 32 bytes.</summary>
    public string AccessKey { get; init; } = DefaultAccessKey;

    /// <summary>How long a reliable session outlives its transport.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two WebSocket pings; a peer that leaves one unanswered for as long again is dropped.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a closing socket may take to send what is queued and to answer the close frame.</summary>
    public TimeSpan CloseGrace { get; init; } = TimeSpan.FromSeconds(5);

    public PubSubLimits Limits { get; init; } = new();
}

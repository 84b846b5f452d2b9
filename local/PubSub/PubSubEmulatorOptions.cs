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

    /// <summary>As good as the other one, so that keys can be changed without a break. Null: there is none.</summary>
    public string? SecondaryAccessKey { get; init; }

    /// <summary>
    /// Takes the tokens of Entra ID for the service at their word: their signature is not verified. For tests of clients
    /// that have no key.
    /// </summary>
    public bool TrustsEntraTokens { get; init; }

    /// <summary>Where each hub sends its events. They can be changed later by <c>PUT /emulator/hubs/{hub}/eventHandlers</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PubSubEventHandler>> EventHandlers { get; init; } =
        new Dictionary<string, IReadOnlyList<PubSubEventHandler>>();

    /// <summary>Between the tries to deliver an event.</summary>
    public IReadOnlyList<TimeSpan> UpstreamRetryDelays { get; init; } =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)];

    /// <summary>How long an event handler may take for one try.</summary>
    public TimeSpan UpstreamTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a reliable session outlives its transport.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two WebSocket pings; a peer that leaves one unanswered for as long again is dropped.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a closing socket may take to send what is queued and to answer the close frame.</summary>
    public TimeSpan CloseGrace { get; init; } = TimeSpan.FromSeconds(5);

    public PubSubLimits Limits { get; init; } = new();

    /// <summary>The first one signs.</summary>
    internal IEnumerable<string> AccessKeys => SecondaryAccessKey is { } second ? [AccessKey, second] : [AccessKey];
}

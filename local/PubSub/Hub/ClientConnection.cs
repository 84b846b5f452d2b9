namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// One client session. With the reliable protocol it outlives its transports. Everything mutable belongs to the hub
/// and is touched under its lock only.
/// </summary>
internal sealed class ClientConnection
{
    public ClientConnection(string reconnectionToken, ConnectRequest request, PubSubLimits limits)
    {
        Id = request.Id;
        Events = request.Events;
        UserId = request.UserId;
        Protocol = request.Protocol;
        Permissions = Permissions.FromRoles(request.Roles);
        Acks = new AckHistory(limits.RememberedAcks);
        if (Protocol == ClientProtocol.ReliableJson)
        {
            Buffer = new ReliableBuffer(limits.BufferedMessages, limits.BufferedBytes);
            ReconnectionToken = reconnectionToken;
        }
    }

    public string Id { get; }

    /// <summary>Null: nobody wants to hear of it.</summary>
    public IConnectionEvents? Events { get; }

    /// <summary>
    /// Held while a frame is handled. An event may wait for its handler still when the client is back already, and its
    /// next frame must not overtake it.
    /// </summary>
    public SemaphoreSlim Turn { get; } = new(1);

    public string? UserId { get; }

    public ClientProtocol Protocol { get; }

    public Permissions Permissions { get; }

    public AckHistory Acks { get; }

    /// <summary>Only with the reliable protocol.</summary>
    public ReliableBuffer? Buffer { get; }

    /// <summary>Only with the reliable protocol.</summary>
    public string? ReconnectionToken { get; }

    public HashSet<Group> Groups { get; } = [];

    /// <summary>Null while a reliable session waits for its client to come back, and after the end.</summary>
    public IClientTransport? Transport { get; set; }

    /// <summary>Runs while there is no transport.</summary>
    public ITimer? RetentionTimer { get; set; }

    public bool Ended { get; set; }

    /// <summary>While true, what would be answered is lost: a fault on request.</summary>
    public bool LosesReplies { get; set; }
}

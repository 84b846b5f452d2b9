namespace Serverless.Local.PubSub.Hub;

/// <summary>The contents of a hub, lent for the time of one operation under its lock.</summary>
internal readonly struct HubView(ConnectionTable connections, Membership membership)
{
    public ConnectionTable Connections { get; } = connections;

    public Membership Membership { get; } = membership;
}

namespace Serverless.Local.PubSub.Upstream;

/// <summary>Makes the upstream side of each new connection.</summary>
internal sealed class UpstreamConnections(
    EventHandlers handlers, UpstreamSender sender, NotificationQueue notifications, IHostApplicationLifetime lifetime)
{
    public UpstreamConnection Create(UpstreamIdentity identity) =>
        new(identity, handlers, sender, notifications, lifetime.ApplicationStopping);
}

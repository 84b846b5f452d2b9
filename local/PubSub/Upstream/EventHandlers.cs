using System.Collections.Concurrent;

namespace Serverless.Local.PubSub.Upstream;

/// <summary>The event handlers of every hub. They can be changed while clients are connected.</summary>
internal sealed class EventHandlers
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<PubSubEventHandler>> _ofHub =
        new(StringComparer.OrdinalIgnoreCase);

    public EventHandlers(PubSubEmulatorOptions options)
    {
        foreach (var (hub, handlers) in options.EventHandlers)
        {
            Set(hub, handlers);
        }
    }

    /// <exception cref="FormatException">One of them is wrong; nothing is changed.</exception>
    public void Set(string hub, IReadOnlyList<PubSubEventHandler> handlers)
    {
        foreach (var handler in handlers)
        {
            handler.Validate();
        }

        _ofHub[hub] = handlers;
    }

    public PubSubEventHandler? ForSystem(string hub, string name) =>
        _ofHub.GetValueOrDefault(hub)?.FirstOrDefault(handler => handler.WantsSystem(name));

    public PubSubEventHandler? ForUser(string hub, string name) =>
        _ofHub.GetValueOrDefault(hub)?.FirstOrDefault(handler => handler.WantsUser(name));
}

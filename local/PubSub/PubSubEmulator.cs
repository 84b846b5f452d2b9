using System.Collections.Concurrent;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub;

/// <summary>The hubs of one emulated Web PubSub resource. A hub exists from its first use.</summary>
public sealed class PubSubEmulator
{
    private readonly ConcurrentDictionary<string, PubSubHub> _hubs = new(StringComparer.Ordinal);
    private readonly PubSubEmulatorOptions _options;
    private readonly TimeProvider _time;

    public PubSubEmulator(PubSubEmulatorOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    /// <summary>
    /// Closes every socket with 1001, as a reload of the service does. Reliable clients recover and lose nothing;
    /// the others connect anew.
    /// </summary>
    public void ReloadService()
    {
        foreach (var hub in _hubs.Values)
        {
            hub.DropTransports(new CloseReason(CloseCode.GoingAway, "ServiceReload"));
        }
    }

    /// <summary>The name is canonical: see <see cref="HubName"/>.</summary>
    internal PubSubHub Hub(string name) => _hubs.GetOrAdd(name, _ => new PubSubHub(_options, _time));
}

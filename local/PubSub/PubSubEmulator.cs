using System.Collections.Concurrent;
using Serverless.Local.PubSub.Faults;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub;

/// <summary>The hubs of one emulated Web PubSub resource. A hub exists from its first use.</summary>
public sealed class PubSubEmulator
{
    private readonly ConcurrentDictionary<string, PubSubHub> _hubs = new(StringComparer.Ordinal);
    private readonly PubSubEmulatorOptions _options;
    private readonly TimeProvider _time;

    public PubSubEmulator(PubSubEmulatorOptions options, PubSubFaults faults, TimeProvider time)
    {
        _options = options;
        _time = time;
        Faults = faults;
    }

    /// <summary>What is to go wrong next.</summary>
    public PubSubFaults Faults { get; }

    internal int Connections => _hubs.Values.Sum(hub => hub.Run(view => view.Connections.All.Count));

    /// <summary>
    /// Closes every socket with 1001, as a reload of the service does. Reliable clients recover and lose nothing;
    /// the others connect anew.
    /// </summary>
    /// <param name="hub">Null: in all hubs.</param>
    public void ReloadService(string? hub = null)
    {
        foreach (var found in Hubs(hub))
        {
            found.DropTransports(new CloseReason(CloseCode.GoingAway, "ServiceReload"));
        }
    }

    /// <summary>Drops every socket without a close frame, as a broken network does.</summary>
    /// <param name="hub">Null: in all hubs.</param>
    public void AbortSockets(string? hub = null)
    {
        foreach (var found in Hubs(hub))
        {
            found.AbortTransports();
        }
    }

    /// <summary>The name is canonical: see <see cref="HubName"/>.</summary>
    internal PubSubHub Hub(string name) => _hubs.GetOrAdd(name, _ => new PubSubHub(_options, _time));

    private IEnumerable<PubSubHub> Hubs(string? name) => name is null
        ? _hubs.Values
        : HubName.TryParse(name, out var canonical) && _hubs.TryGetValue(canonical, out var found) ? [found] : [];
}

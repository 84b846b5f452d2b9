namespace Serverless.Local.PubSub.Faults;

/// <summary>The faults that are still to come. Of several that fit, the oldest strikes.</summary>
public sealed class PubSubFaults
{
    private readonly Lock _gate = new();
    private readonly List<(PubSubFault Fault, int Left)> _planned = [];

    /// <exception cref="ArgumentException">The fault contradicts itself.</exception>
    public void Add(PubSubFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        fault.Validate();
        lock (_gate)
        {
            _planned.Add((fault, fault.Count));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _planned.Clear();
        }
    }

    /// <summary>The fault that strikes here and now, and is used up by it; null: all goes well.</summary>
    internal PubSubFault? Take(PubSubFaultPoint point, string hub)
    {
        lock (_gate)
        {
            var index = _planned.FindIndex(planned => Fits(planned.Fault, point, hub));
            if (index < 0)
            {
                return null;
            }

            var (fault, left) = _planned[index];
            if (left == 1)
            {
                _planned.RemoveAt(index);
            }
            else
            {
                _planned[index] = (fault, left - 1);
            }

            return fault;
        }
    }

    private static bool Fits(PubSubFault fault, PubSubFaultPoint point, string hub) =>
        fault.Point == point && (fault.Hub is null || fault.Hub.Equals(hub, StringComparison.OrdinalIgnoreCase));
}

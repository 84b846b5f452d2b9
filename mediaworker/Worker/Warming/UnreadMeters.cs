using System.Diagnostics.Metrics;

namespace Serverless.Worker.Warming;

/// <summary>What the rehearsal counts is nobody's business.</summary>
internal sealed class UnreadMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter("Serverless.Worker.WarmUp");
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}

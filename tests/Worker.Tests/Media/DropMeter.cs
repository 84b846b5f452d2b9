using System.Diagnostics.Metrics;

namespace Serverless.Worker.Tests.Media;

/// <summary>What operators see of dropped packets: counts by reason.</summary>
internal sealed class DropMeter(IMeterFactory meters)
{
    public Dictionary<string, long> Read()
    {
        var dropped = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                // Tests of other classes run at the same time, with worker and meters of their own.
                if (instrument.Name == "worker.packets.dropped" && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var reason = (string)tags[0].Value!;
            dropped[reason] = dropped.GetValueOrDefault(reason) + value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return dropped;
    }

    /// <summary>Waits for the shards' threads.</summary>
    public void AssertBecomes(string reason, long count) => Assert.True(
        SpinWait.SpinUntil(() => Read().GetValueOrDefault(reason) == count, TimeSpan.FromSeconds(10)),
        string.Join(", ", Read()));
}

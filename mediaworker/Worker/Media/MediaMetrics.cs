using System.Diagnostics;
using System.Diagnostics.Metrics;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu.Stats;

namespace Serverless.Worker.Media;

/// <summary>What operators see of the shards. Values are about a second old: a scrape must not stop a thread that carries media.</summary>
internal sealed class MediaMetrics
{
    private readonly Shard[] _shards;

    public MediaMetrics(IMeterFactory factory, Shard[] shards)
    {
        _shards = shards;
        var meter = factory.Create("Serverless.Worker");
        meter.CreateObservableCounter("worker.packets.dropped", Dropped, "{packet}", "Packets that went no further, by reason.");
        meter.CreateObservableGauge(
            "worker.rooms", () => Sum(totals => totals.Rooms), "{room}", "Rooms with a media connection.");
        meter.CreateObservableGauge(
            "worker.transports", () => Sum(totals => totals.Participants), "{transport}", "Media connections.");
        meter.CreateObservableGauge(
            "worker.viewers", Viewers, "{viewer}", "Viewers, by what their path is estimated to carry.");
        meter.CreateObservableCounter(
            "worker.packets",
            () => ByDirection(totals => totals.PacketsReceived, totals => totals.PacketsSent),
            "{packet}",
            "RTP and RTCP packets.");
        meter.CreateObservableCounter(
            "worker.traffic",
            () => ByDirection(totals => totals.BytesReceived, totals => totals.BytesSent),
            "By",
            "RTP and RTCP, before encryption.");
        meter.CreateObservableCounter(
            "worker.repairs", () => Sum(totals => totals.Repairs), "{packet}", "Packets sent again to viewers that missed them.");
        meter.CreateObservableCounter(
            "worker.keyframe.requests", () => Sum(totals => totals.KeyFrameRequests), "{request}", "Requests sent to publishers.");
        meter.CreateObservableCounter(
            "worker.handshakes", () => Sum(totals => totals.Handshakes), "{transport}", "Media connections that came up.");
    }

    private long Sum(Func<EngineSnapshot, long> value) => _shards.Sum(shard => value(shard.Totals));

    private IEnumerable<Measurement<long>> ByDirection(Func<EngineSnapshot, long> received, Func<EngineSnapshot, long> sent) =>
    [
        new(Sum(received), new TagList { { "direction", "received" } }),
        new(Sum(sent), new TagList { { "direction", "sent" } }),
    ];

    private IEnumerable<Measurement<long>> Dropped() => Enum.GetValues<DropReason>().Select(reason => new Measurement<long>(
        _shards.Sum(shard => shard.Dropped(reason)), new TagList { { "reason", reason.ToString() } }));

    private IEnumerable<Measurement<long>> Viewers()
    {
        var bounds = EngineSnapshot.EstimateBounds;
        for (var place = 0; place <= bounds.Count; place++)
        {
            var band = place < bounds.Count
                ? $"up to {bounds[place].BitsPerSecond / 1000} kbit/s"
                : $"above {bounds[^1].BitsPerSecond / 1000} kbit/s";
            var index = place;
            yield return new(Sum(totals => totals.ViewersByEstimate[index]), new TagList { { "estimate", band } });
        }
    }
}

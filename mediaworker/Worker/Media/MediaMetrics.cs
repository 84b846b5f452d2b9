using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
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
        meter.CreateObservableGauge(
            "worker.roundtrips", RoundTrips, "{transport}", "Media connections, by their round trip.");
        meter.CreateObservableGauge(
            "worker.losses", Losses, "{viewer}", "Viewers, by the part of the packets that their path loses.");
        meter.CreateObservableGauge(
            "worker.pictures", Pictures, "{slot}", "Pictures that viewers have a slot for, by the layer they should and do show.");
        meter.CreateObservableCounter(
            "worker.freezes", () => Sum(totals => totals.Freezes), "{freeze}", "Times that a viewer's picture stood still for 0.5 s.");
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

    private IEnumerable<Measurement<long>> Viewers() => Bands(
        "estimate",
        [.. EngineSnapshot.EstimateBounds.Select(bound => $"{bound.BitsPerSecond / 1000} kbit/s")],
        totals => totals.ViewersByEstimate);

    private IEnumerable<Measurement<long>> RoundTrips() => Bands(
        "roundtrip",
        [.. EngineSnapshot.RoundTripBounds.Select(bound => string.Create(CultureInfo.InvariantCulture, $"{bound.TotalMilliseconds} ms"))],
        totals => totals.ParticipantsByRoundTrip);

    private IEnumerable<Measurement<long>> Losses() => Bands(
        "loss", [.. EngineSnapshot.LossBounds.Select(bound => string.Create(CultureInfo.InvariantCulture, $"{bound * 100} %"))], totals => totals.ViewersByLoss);

    private IEnumerable<Measurement<long>> Bands(
        string tag, string[] bounds, Func<EngineSnapshot, IReadOnlyList<int>> counts)
    {
        for (var place = 0; place <= bounds.Length; place++)
        {
            var band = place < bounds.Length ? $"up to {bounds[place]}" : $"above {bounds[^1]}";
            var index = place;
            yield return new(Sum(totals => counts(totals)[index]), new TagList { { tag, band } });
        }
    }

    private IEnumerable<Measurement<long>> Pictures() => _shards
        .SelectMany(shard => shard.Totals.Pictures)
        .GroupBy(pictures => pictures.Key, pictures => pictures.Value)
        .Select(pictures => new Measurement<long>(
            pictures.Sum(),
            new TagList { { "target", Name(pictures.Key.Target) }, { "current", Name(pictures.Key.Current) } }));

    private static string Name(int? layer) => layer?.ToString(CultureInfo.InvariantCulture) ?? "none";
}

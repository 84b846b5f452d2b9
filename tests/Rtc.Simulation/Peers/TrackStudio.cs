using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>Makes the tracks that a client publishes, with their streams.</summary>
internal sealed class TrackStudio(SimulatedClient client, int number, Random numbers)
{
    private readonly ClientSettings _settings = client.Settings;

    public List<TrackSender> Make() => [.. _settings.Publishes.Select(Make)];

    private TrackSender Make(MediaSource source)
    {
        var track = new TrackSender(client, source, ((uint)number << 8) | (uint)source);
        var rids = _settings.Rids;
        if (!track.IsVideo)
        {
            track.Layers.Add(MakeStream(track, StreamShape.Audio));
        }
        else if (rids.Count == 0)
        {
            var shape = _settings.IsScalable ? StreamShape.Scalable(_settings.TemporalLayers) : StreamShape.Video(_settings.TemporalLayers);
            track.Layers.Add(MakeStream(track, shape.Times(_settings.PictureScale)));
        }

        for (var layer = 0; layer < rids.Count && track.IsVideo; layer++)
        {
            track.Layers.Add(MakeStream(
                track, StreamShape.Simulcast(rids[layer], layer, rids.Count, _settings.TemporalLayers).Times(_settings.PictureScale)));
        }

        return track;
    }

    private StreamSender MakeStream(TrackSender track, StreamShape shape)
    {
        var ssrc = new SdpSource((uint)numbers.Next(), track.IsVideo ? (uint)numbers.Next() : null, _settings.Key);
        var start = _settings.StartSequence ?? (ushort)numbers.Next(1 << 15);
        return new StreamSender(client, track, shape, ssrc, start, new Random(numbers.Next()));
    }
}

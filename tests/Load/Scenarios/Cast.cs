using Serverless.Load.Peers;

namespace Serverless.Load.Scenarios;

/// <summary>The participants of a preset.</summary>
internal sealed class Cast(LoadOptions options)
{
    private readonly Preset _preset = options.Preset;
    private int _next;

    public List<PeerPlan> Hosts() =>
    [
        .. Enumerable.Range(0, _preset.Hosts).Select(index => new PeerPlan
        {
            Number = _next++,
            Picture = _preset.Picture,
            Speaks = Math.Min(1, _preset.Voices / _preset.Hosts),
            Camera = index < _preset.Cameras ? _preset.Camera : null,
        }),
    ];

    public List<PeerPlan> Viewers(int count, bool early = false) =>
    [
        .. Enumerable.Range(0, count).Select(index => new PeerPlan
        {
            Number = _next++,
            Picture = _preset.Picture,
            AudioSlots = _preset.AudioSlots,
            VideoSlots = _preset.VideoSlots,
            Samples = index % options.Sample == 0,
            TellsArrivals = options.TellArrivals,
            IsEarly = early,
        }),
    ];
}

using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>
/// Shows complete frames as soon as what they refer to was shown, in the order of their picture ids or timestamps: one that is complete only
/// after a later one was shown is too late, and so are those that refer to it.
/// </summary>
public sealed class SimulatedDecoder
{
    private readonly SortedDictionary<long, Frame> _waiting = [];
    private readonly HashSet<(uint Track, byte Layer, uint Frame)> _shown = [];
    private readonly HashSet<(uint Track, byte Layer, uint Frame)> _late = [];
    private readonly bool _hasPictureIds;
    private long? _newest;

    /// <param name="hasPictureIds">Else the order of frames is that of their timestamps.</param>
    public SimulatedDecoder(bool hasPictureIds) => _hasPictureIds = hasPictureIds;

    /// <summary>In order.</summary>
    public List<(Instant At, Frame Frame)> Shown { get; } = [];

    /// <summary>Frames that came complete, while what they refer to never did.</summary>
    public List<Frame> Broken { get; } = [];

    public int Late => _late.Count;

    public TimeSpan LongestPause(Instant from)
    {
        var longest = TimeSpan.Zero;
        for (var index = 1; index < Shown.Count; index++)
        {
            if (Shown[index].At >= from && Shown[index].At - Shown[index - 1].At is var pause && pause > longest)
            {
                longest = pause;
            }
        }

        return longest;
    }

    public void Take(Instant now, Frame frame)
    {
        var picture = _hasPictureIds ? Extend(frame.Content.PictureId, 15) : Extend(frame.Timestamp, 32);
        if (picture <= _newest)
        {
            _late.Add(NameOf(frame));
            return;
        }

        _waiting[picture] = frame;
        while (Next() is { } next)
        {
            _newest = next;
            _shown.UnionWith(LayersOf(_waiting[next]));
            Shown.Add((now, _waiting[next]));
            foreach (var passed in _waiting.Keys.Where(key => key <= next).ToList())
            {
                _waiting.Remove(passed, out var left);
                GiveUp(left!);
            }
        }
    }

    private static (uint Track, byte Layer, uint Frame) NameOf(Frame frame) =>
        (frame.Content.Track, frame.Content.Layer, frame.Content.Frame);

    private static IEnumerable<(uint Track, byte Layer, uint Frame)> LayersOf(Frame frame) => frame.Content.IsScalable
        ? Enumerable.Range(0, frame.Content.Layer + 1).Select(layer => (frame.Track, (byte)layer, frame.Number))
        : [NameOf(frame)];

    private static (uint Track, byte Layer, uint Frame) ReferenceOf(Frame frame) =>
        (frame.Content.Track, frame.Content.Layer, frame.Content.Reference);

    private long? Next()
    {
        foreach (var (picture, frame) in _waiting)
        {
            if (frame.IsKey || _shown.Contains(ReferenceOf(frame)))
            {
                return picture;
            }
        }

        return null;
    }

    private void GiveUp(Frame frame)
    {
        if (_shown.Contains(NameOf(frame)))
        {
            return;
        }

        if (_late.Contains(ReferenceOf(frame)))
        {
            _late.Add(NameOf(frame));
        }
        else
        {
            Broken.Add(frame);
        }
    }

    private long Extend(uint number, int bits)
    {
        if (_newest is not { } newest)
        {
            return number;
        }

        var span = 1L << bits;
        var ahead = (number - newest) & (span - 1);
        return newest + (ahead >= span / 2 ? ahead - span : ahead);
    }
}

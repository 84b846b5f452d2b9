using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>
/// Decodes complete frames in the order of their picture ids, as far as what they refer to was decoded. It waits for a frame
/// whose packets are missing, as a browser's jitter buffer does, until a key frame makes the wait needless.
/// </summary>
public sealed class SimulatedDecoder
{
    private readonly SortedDictionary<long, Frame> _waiting = [];
    private readonly HashSet<(uint Track, byte Layer, uint Frame)> _decoded = [];
    private long? _newest;

    /// <summary>In order.</summary>
    public List<(Instant At, Frame Frame)> Shown { get; } = [];

    /// <summary>Frames that came complete, in time and in order, and lack what they refer to: they would be shown damaged.</summary>
    public List<Frame> Broken { get; } = [];

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
        var picture = Extend(frame.Content.PictureId);
        if (picture <= _newest)
        {
            return;
        }

        _waiting[picture] = frame;
        while (Next() is { } next)
        {
            var (number, present) = next;
            foreach (var skipped in _waiting.Keys.Where(key => key <= number).ToList())
            {
                _waiting.Remove(skipped);
            }

            _newest = number;
            Decode(now, present);
        }
    }

    private (long Picture, Frame Frame)? Next()
    {
        foreach (var (picture, frame) in _waiting)
        {
            if (picture == _newest + 1 || frame.IsKey)
            {
                return (picture, frame);
            }
        }

        return null;
    }

    private void Decode(Instant now, Frame frame)
    {
        var content = frame.Content;
        if (!frame.IsKey && !_decoded.Contains((content.Track, content.Layer, content.Reference)))
        {
            Broken.Add(frame);
            return;
        }

        _decoded.Add((content.Track, content.Layer, content.Frame));
        Shown.Add((now, frame));
    }

    private long Extend(ushort picture)
    {
        if (_newest is not { } newest)
        {
            return picture;
        }

        var ahead = (int)((picture - newest) & 0x7FFF);
        return newest + (ahead >= 0x4000 ? ahead - 0x8000 : ahead);
    }
}

using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>
/// Shows complete frames as soon as what they refer to was shown, in the order of their picture ids: one that is complete only
/// after a later one was shown is too late, and so are those that refer to it.
/// </summary>
public sealed class SimulatedDecoder
{
    private readonly SortedDictionary<long, Frame> _waiting = [];
    private readonly HashSet<(uint Track, byte Layer, uint Frame)> _shown = [];
    private readonly HashSet<(uint Track, byte Layer, uint Frame)> _late = [];
    private long? _newest;

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
        var picture = Extend(frame.Content.PictureId);
        if (picture <= _newest)
        {
            _late.Add(NameOf(frame));
            return;
        }

        _waiting[picture] = frame;
        while (Next() is { } next)
        {
            _newest = next;
            _shown.Add(NameOf(_waiting[next]));
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

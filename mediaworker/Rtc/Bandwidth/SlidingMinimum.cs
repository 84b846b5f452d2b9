namespace Serverless.Rtc.Bandwidth;

/// <summary>The least of what was added in the last few slices of time.</summary>
internal struct SlidingMinimum
{
    private readonly TimeSpan[] _slices;
    private long _newest;

    public SlidingMinimum(int slices)
    {
        _slices = new TimeSpan[slices];
        Array.Fill(_slices, TimeSpan.MaxValue);
    }

    /// <summary>Begins anew, with the memory of another.</summary>
    public SlidingMinimum(SlidingMinimum before)
    {
        _slices = before._slices;
        Array.Fill(_slices, TimeSpan.MaxValue);
    }

    public TimeSpan Value { get; private set; }

    public void Add(long slice, TimeSpan value)
    {
        var length = _slices.Length;
        if (slice <= _newest - length)
        {
            return;
        }

        for (_newest = Math.Max(_newest, slice - length); _newest < slice; _newest++)
        {
            _slices[(_newest + 1) % length] = TimeSpan.MaxValue;
        }

        ref var least = ref _slices[slice % length];
        least = value < least ? value : least;
        Value = TimeSpan.MaxValue;
        foreach (var candidate in _slices)
        {
            Value = candidate < Value ? candidate : Value;
        }
    }
}

namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>
/// Makes one unbroken count of the counts of successive sources, some of whose numbers are left out on purpose. What is
/// missing without purpose keeps its number, so a gap at the receiver always means a loss. A number that came late, or
/// is sent again, maps as it did before.
/// </summary>
/// <remarks>
/// <code>
/// source   7  8  9 10 11 12        8 and 11 are left out, 10 is lost on its way
/// mapped   1  ·  2  3  ·  4        3 is its number if it comes after all
/// </code>
/// All numbers are extended to 64 bits; callers mask them to the width of their field.
/// </remarks>
internal sealed class NumberMap
{
    private const int CountMask = 0x3FFF;
    private const int GivenOut = 0x4000;
    private const int LeftOut = 0x8000;

    /// <summary>By the low bits of a source number: how many were left out up to it, and what became of it.</summary>
    private readonly ushort[] _entries;
    private readonly int _mask;
    private long _offset;
    private long _leftOut;

    /// <param name="window">How many numbers back are remembered: a power of two, at most 8,192.</param>
    public NumberMap(int window)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.PopCount(window), 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, 1 << 13);
        _entries = new ushort[window];
        _mask = window - 1;
        First = long.MaxValue;
        Newest = long.MinValue;
    }

    public int Window => _entries.Length;

    public bool IsRunning => First != long.MaxValue;

    /// <summary>The first number of the present source; older ones are not its.</summary>
    public long First { get; private set; }

    /// <summary>The highest number of the present source, left out or not.</summary>
    public long Newest { get; private set; }

    /// <summary>The highest number given out; meaningful while <see cref="IsRunning"/>.</summary>
    public long NewestMapped => Newest + _offset - _leftOut;

    /// <summary>Another source begins with <paramref name="first"/>, which becomes <paramref name="mapped"/>.</summary>
    public void Restart(long first, long mapped)
    {
        _offset = mapped - first;
        _leftOut = 0;
        First = first;
        Newest = first - 1;
    }

    /// <summary>
    /// False if the number was left out, is older than the source's first, or too old to be remembered.
    /// </summary>
    public bool TryMap(long number, out long mapped)
    {
        mapped = 0;
        if (!IsKnown(number))
        {
            return false;
        }

        Advance(number);
        ref var entry = ref _entries[(int)number & _mask];
        if ((entry & LeftOut) != 0)
        {
            return false;
        }

        entry |= GivenOut;
        mapped = number + _offset - LeftOutUpTo(entry);
        return true;
    }

    /// <summary>Closes the gap where the number would have been.</summary>
    /// <returns>False if it came too late for that: newer numbers are given out, and the receiver sees a gap.</returns>
    public bool TryLeaveOut(long number)
    {
        if (number <= Newest || !IsKnown(number))
        {
            return IsLeftOut(number);
        }

        Advance(number);
        _leftOut++;
        _entries[(int)number & _mask] = (ushort)((_leftOut & CountMask) | LeftOut);
        return true;
    }

    public bool IsLeftOut(long number) => Has(number, LeftOut);

    /// <summary>It was mapped before: a packet with it is late within its frame, or sent again.</summary>
    public bool IsGivenOut(long number) => Has(number, GivenOut);

    /// <summary>The source's number of what the receiver knows as <paramref name="mapped"/>.</summary>
    /// <returns>False if another source's, too old, or not given out yet.</returns>
    public bool TryUnmap(long mapped, out long number)
    {
        number = Newest;
        if (!IsRunning || mapped > NewestMapped)
        {
            return false;
        }

        // The map rises by nothing (left out) or by one, so what it is above the wish is at least how far to go back.
        while (IsKnown(number))
        {
            var entry = _entries[(int)number & _mask];
            var above = number + _offset - LeftOutUpTo(entry) - mapped;
            if (above == 0 && (entry & LeftOut) == 0)
            {
                return true;
            }

            number -= Math.Max(1, above);
        }

        return false;
    }

    private bool Has(long number, int fate) =>
        IsKnown(number) && number <= Newest && (_entries[(int)number & _mask] & fate) != 0;

    private bool IsKnown(long number) => number >= First && number > Newest - _entries.Length;

    private long LeftOutUpTo(ushort entry) => _leftOut - ((_leftOut - entry) & CountMask);

    private void Advance(long number)
    {
        for (var next = Math.Max(Newest + 1, number - _mask); next <= number; next++)
        {
            _entries[(int)next & _mask] = (ushort)(_leftOut & CountMask);
        }

        Newest = Math.Max(Newest, number);
    }
}

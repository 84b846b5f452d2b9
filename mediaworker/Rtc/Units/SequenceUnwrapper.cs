namespace Serverless.Rtc.Units;

/// <summary>
/// Extends 16-bit numbers to 64 bits. The reference is the highest number seen, so late packets from before a wrap
/// fall back into the cycle they belong to, and never drag the reference back.
/// </summary>
public struct SequenceUnwrapper
{
    private ExtendedSeq _highest;

    public bool HasValue { get; private set; }

    /// <summary>The highest number seen; meaningful when <see cref="HasValue"/>.</summary>
    public readonly ExtendedSeq Highest => _highest;

    public ExtendedSeq Unwrap(RtpSeq sequence)
    {
        var extended = Nearest(sequence);
        if (!HasValue || extended > _highest)
        {
            _highest = extended;
            HasValue = true;
        }

        return extended;
    }

    /// <summary>What <see cref="Unwrap"/> would return, without counting the packet as seen.</summary>
    public readonly ExtendedSeq Nearest(RtpSeq sequence) =>
        HasValue ? _highest + (sequence - _highest.Sequence) : new ExtendedSeq(sequence.Value);

    /// <summary>
    /// The sender began anew somewhere else: <paramref name="sequence"/> becomes the highest, in a later cycle than
    /// anything before, so that extended numbers stay unique.
    /// </summary>
    public ExtendedSeq Restart(RtpSeq sequence)
    {
        _highest = HasValue
            ? new ExtendedSeq((((_highest.Value >> 16) + 1) << 16) + sequence.Value)
            : new ExtendedSeq(sequence.Value);
        HasValue = true;
        return _highest;
    }
}

using System.Runtime.CompilerServices;

namespace Serverless.Rtc.Srtp;

/// <summary>
/// Remembers which packet indices were accepted (RFC 3711 §3.3.2). A ring of words after RFC 6479: advancing clears whole
/// words, so the oldest word is only partly usable. A retransmission over a long round trip still falls inside.
/// </summary>
/// <remarks>A mutable struct, kept by reference inside its owner. The default value has accepted nothing.</remarks>
internal struct ReplayWindow
{
    private const int WordBits = 64;
    private const int Words = 32;

    /// <summary>Indices older than the highest by this much or more count as replayed.</summary>
    public const int Length = (Words - 1) * WordBits;

    private Ring _accepted;
    private long _next;

    /// <summary>The highest accepted index; -1 before the first.</summary>
    public readonly long Highest => _next - 1;

    public readonly bool IsFresh(long index)
    {
        if (index >= _next)
        {
            return true;
        }

        return index >= 0 && Highest - index < Length && (_accepted[WordOf(index)] & BitOf(index)) == 0;
    }

    /// <summary>Records an index that <see cref="IsFresh"/> and whose packet is authentic.</summary>
    public void Accept(long index)
    {
        if (index >= _next)
        {
            var from = Highest >> 6;
            var steps = Math.Min((index >> 6) - from, Words);
            for (var step = 1; step <= steps; step++)
            {
                _accepted[(int)((from + step) & (Words - 1))] = 0;
            }

            _next = index + 1;
        }

        _accepted[WordOf(index)] |= BitOf(index);
    }

    private static int WordOf(long index) => (int)((index >> 6) & (Words - 1));

    private static ulong BitOf(long index) => 1UL << (int)(index & (WordBits - 1));

    [InlineArray(Words)]
    private struct Ring
    {
        private ulong _first;
    }
}

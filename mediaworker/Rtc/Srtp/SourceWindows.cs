namespace Serverless.Rtc.Srtp;

/// <summary>
/// One replay window per SSRC, bounded. A transport has few sources, so a scan over their numbers beats hashing; a viewer has one or
/// none.
/// </summary>
internal sealed class SourceWindows(int capacity)
{
    private uint[] _ssrcs = [];
    private ReplayWindow[] _windows = [];
    private int _count;

    public bool IsFull => _count == capacity;

    /// <returns>Position for <see cref="this"/>; negative when unknown.</returns>
    public int Find(uint ssrc) => _ssrcs.AsSpan(0, _count).IndexOf(ssrc);

    public ref ReplayWindow this[int position] => ref _windows[position];

    /// <summary>Only for a source whose first packet was authentic: nothing else may take a place.</summary>
    public int Add(uint ssrc)
    {
        if (_count == _ssrcs.Length)
        {
            Array.Resize(ref _ssrcs, Math.Min(Math.Max(1, _count * 2), capacity));
            Array.Resize(ref _windows, _ssrcs.Length);
        }

        _ssrcs[_count] = ssrc;
        return _count++;
    }
}

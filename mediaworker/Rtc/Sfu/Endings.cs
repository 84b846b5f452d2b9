using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Publications of a room that are over. Viewers whose turn has not come yet, or who lost something, still get what was sent of
/// them; then their memory is free, though slots may name them for longer.
/// </summary>
internal sealed class Endings
{
    /// <summary>Nothing older is sent again.</summary>
    private static readonly TimeSpan Afterlife = TimeSpan.FromSeconds(2);

    private readonly Queue<(Instant At, Publication Publication)> _ended = new();

    /// <summary>When <see cref="Release"/> has something to do.</summary>
    public Instant Next => _ended.TryPeek(out var first) ? first.At : Instant.Never;

    public void Add(Instant now, Publication publication) => _ended.Enqueue((now + Afterlife, publication));

    public void Release(Instant now)
    {
        while (Next <= now)
        {
            _ended.Dequeue().Publication.Release();
        }
    }
}

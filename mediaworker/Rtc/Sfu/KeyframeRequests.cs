using System.Diagnostics.CodeAnalysis;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Merges what all viewers ask of one publication: at most one request per second over all of its layers, none that a key frame has
/// overtaken. Viewers who join or rise one by one so share the key frames of a common beat, which is slower for those who have a
/// picture and want a better one.
/// </summary>
internal sealed class KeyframeRequests
{
    /// <summary>
    /// A key frame costs as much as some seconds of pictures; encoders that get more requests fall behind, and those of browsers
    /// answer a request for one layer with key frames of all.
    /// </summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>After a layer's key frame, for those who can wait: others will want to rise as well.</summary>
    private static readonly TimeSpan Leisure = TimeSpan.FromSeconds(2);

    private Instant _lastSent = new(long.MinValue / 2);

    /// <summary>When a request is due; <see cref="Instant.Never"/> while nobody wants one.</summary>
    public Instant Due(ReadOnlySpan<Layer> layers)
    {
        var due = Instant.Never;
        foreach (var layer in layers)
        {
            due = IsAskedFor(layer) ? Instant.Min(due, DueOf(layer)) : due;
        }

        return due;
    }

    /// <summary>
    /// True when the caller should ask for a key frame of a layer now. It stays wanted until one comes, so a lost request is repeated.
    /// </summary>
    public bool TryTake(Instant now, ReadOnlySpan<Layer> layers, [NotNullWhen(true)] out Layer? chosen)
    {
        chosen = null;
        if (now < Due(layers))
        {
            return false;
        }

        foreach (var layer in layers)
        {
            var isDue = IsAskedFor(layer) && DueOf(layer) <= now;
            chosen = isDue && (chosen is null || GoesBefore(now, layer, chosen)) ? layer : chosen;
        }

        foreach (var layer in layers)
        {
            if (layer != chosen && IsAskedFor(layer) && DueOf(layer) <= now)
            {
                layer.Keyframe!.PassOver();
            }
        }

        _lastSent = now;
        chosen!.Keyframe!.NoteSent();
        return true;
    }

    /// <summary>The publisher was not there: what was asked meanwhile went nowhere, and the next request need not wait for it.</summary>
    public void Forget() => _lastSent = new Instant(long.MinValue / 2);

    private Instant DueOf(Layer layer)
    {
        var wish = layer.Keyframe!;
        var leisurely = wish.LastServed + Leisure;
        var soonest = _lastSent + Interval;
        return wish.IsUrgent || leisurely < soonest ? soonest : leisurely;
    }

    private static bool IsAskedFor(Layer layer) => layer is { Ssrc: not null, Keyframe.IsWanted: true };

    private static bool GoesBefore(Instant now, Layer layer, Layer other) => Rank(now, layer) != Rank(now, other)
        ? Rank(now, layer) > Rank(now, other)
        : layer.Keyframe!.GoesBefore(other.Keyframe!);

    /// <summary>
    /// One that is switched off answers when it comes back, if at all; one that stood in for another may be needed no more.
    /// </summary>
    private static int Rank(Instant now, Layer layer) =>
        (layer.IsThere(now) ? 2 : 0) + (layer.Publication.Demand.IsMeant(layer.Index) ? 1 : 0);
}

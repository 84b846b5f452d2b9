using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Which of a publication's layers somebody wants: simulcast layers, or spatial layers of SVC. A layer counts as wanted for two
/// seconds more than it is, since switching it off and on costs a key frame; and the least one as long as anybody watches, for
/// whoever's path narrows must find it there. One that a path became too narrow for is kept warm for longer: when the path is what
/// it was, a viewer need not wait until the publisher was told.
/// </summary>
internal sealed class LayerDemand
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly int[] _watchers = new int[LayerMeters.SpatialLayers];

    /// <summary>Until when a layer without watchers stays wanted.</summary>
    private readonly Instant[] _expires = new Instant[LayerMeters.SpatialLayers];

    /// <summary>Until when somebody may come back to it.</summary>
    private readonly Instant[] _warmUntil = new Instant[LayerMeters.SpatialLayers];
    private bool _changed = true;
    private int? _told;

    /// <summary>When <see cref="TryTake"/> may have something.</summary>
    public Instant NextTimeout
    {
        get
        {
            var next = _changed ? default : Instant.Never;
            for (var layer = 0; layer < _expires.Length && !_changed; layer++)
            {
                next = IsWatched(layer) || !IsTold(layer) ? next : Instant.Min(next, End(layer));
            }

            return next;
        }
    }

    /// <param name="from">A bit for each layer that a slot wanted until now.</param>
    /// <param name="to">And that it wants from now on.</param>
    public void Change(int from, int to)
    {
        for (var layer = 0; layer < _watchers.Length; layer++)
        {
            _watchers[layer] += ((to >> layer) & 1) - ((from >> layer) & 1);
        }

        _changed |= from != to;
    }

    public bool IsWatched(int layer) => _watchers[layer] > 0 || (layer == 0 && HasWatchers);

    /// <summary>A slot plays it or means to.</summary>
    public bool IsMeant(int layer) => _watchers[layer] > 0;

    /// <summary>Who watched it until now would again.</summary>
    public void KeepWarm(int layer, Instant until) =>
        _warmUntil[layer] = until > _warmUntil[layer] ? until : _warmUntil[layer];

    /// <summary>
    /// Of a replica: true when other layers are watched than were told before; a bit for each. What lingers does so at home, for all.
    /// </summary>
    public bool TryTakeWatched(out int watched)
    {
        watched = 0;
        for (var layer = 0; layer < _watchers.Length; layer++)
        {
            watched |= _watchers[layer] > 0 ? 1 << layer : 0;
        }

        var isNews = watched != (_told ?? 0);
        _told = watched;
        return isNews;
    }

    /// <summary>True when what is wanted is not what was told before; a bit for each layer.</summary>
    public bool TryTake(Instant now, out int wanted)
    {
        wanted = 0;
        for (var layer = 0; layer < _watchers.Length; layer++)
        {
            if (IsWatched(layer))
            {
                _expires[layer] = Instant.Never;
            }
            else if (_expires[layer] == Instant.Never || _told is null)
            {
                _expires[layer] = now + Linger;
            }

            wanted |= IsWatched(layer) || now < End(layer) ? 1 << layer : 0;
        }

        _changed = false;
        var isNews = wanted != _told;
        _told = wanted;
        return isNews;
    }

    private bool HasWatchers => Array.Exists(_watchers, static count => count > 0);

    /// <summary>Of the time that an unwatched layer stays wanted; while nobody watches any, nobody comes back to one.</summary>
    private Instant End(int layer) =>
        HasWatchers && _warmUntil[layer] > _expires[layer] ? _warmUntil[layer] : _expires[layer];

    private bool IsTold(int layer) => ((_told >> layer) & 1) == 1;
}

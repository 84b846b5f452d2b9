namespace Serverless.Worker.Media;

/// <summary>
/// Which shard a participant's transport is on: the one with the fewest participants, whatever their rooms, so that a large room is
/// spread over all of them. Who has a transport already gets the next one beside it, where its tracks are taken over.
/// </summary>
/// <remarks>Locked, because joins come from any thread. Packets pass without it.</remarks>
internal sealed class Placement(int shards)
{
    private readonly Lock _lock = new();
    private readonly int[] _participants = new int[shards];
    private readonly Dictionary<string, Place> _places = [];

    /// <summary>A join begins; each is followed by one <see cref="Settle"/>.</summary>
    public int Take(string key)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(key, out var place))
            {
                place = new Place(Array.IndexOf(_participants, _participants.Min()));
                _places.Add(key, place);
                _participants[place.Shard]++;
            }

            place.Joins++;
            return place.Shard;
        }
    }

    /// <summary>A join ended.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="isThere">Whether the key has a transport; asked here, so that no <see cref="Leave"/> comes in between.</param>
    public void Settle(string key, Func<string, bool> isThere)
    {
        lock (_lock)
        {
            var place = _places[key];
            place.Joins--;
            place.IsThere = isThere(key);
            ForgetIfGone(key, place);
        }
    }

    /// <summary>The transport is gone. An unknown key is no error.</summary>
    public void Leave(string key)
    {
        lock (_lock)
        {
            if (_places.TryGetValue(key, out var place))
            {
                place.IsThere = false;
                ForgetIfGone(key, place);
            }
        }
    }

    private void ForgetIfGone(string key, Place place)
    {
        if (!place.IsThere && place.Joins == 0)
        {
            _places.Remove(key);
            _participants[place.Shard]--;
        }
    }

    private sealed class Place(int shard)
    {
        public int Shard { get; } = shard;

        /// <summary>Under way.</summary>
        public int Joins { get; set; }

        public bool IsThere { get; set; }
    }
}

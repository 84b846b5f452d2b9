using System.Collections.Concurrent;

namespace Serverless.Functions.Platform;

/// <summary>
/// Values that were read a moment ago. Other processes see a change that much later at most; what is not there is not
/// remembered, so nobody can fill this with names that do not exist.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="lifetime">Of what is remembered.</param>
internal sealed class BriefMemory<T>(TimeProvider time, TimeSpan lifetime)
    where T : class
{
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, (T Value, long At)> _values = new(StringComparer.Ordinal);

    public async ValueTask<T?> GetAsync(string key, Func<Task<T?>> read)
    {
        if (_values.TryGetValue(key, out var known) && time.GetElapsedTime(known.At) < lifetime)
        {
            return known.Value;
        }

        var at = time.GetTimestamp();
        var value = await read();
        if (value is null)
        {
            Forget(key);
            return null;
        }

        if (_values.Count >= Capacity)
        {
            _values.Clear();
        }

        _values[key] = (value, at);
        return value;
    }

    public void Forget(string key) => _values.TryRemove(key, out _);
}

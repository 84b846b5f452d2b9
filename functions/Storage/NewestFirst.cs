using System.Globalization;

namespace Serverless.Functions.Storage;

/// <summary>Keys that begin with a moment and sort backwards, since tables scan forwards only.</summary>
internal static class NewestFirst
{
    /// <summary>Year 9999, in milliseconds.</summary>
    private const long End = 253_402_300_800_000;

    public static string Key(DateTimeOffset moment) =>
        (End - moment.ToUnixTimeMilliseconds()).ToString("D15", CultureInfo.InvariantCulture);

    /// <summary>Keys of the moments from <paramref name="first"/> to <paramref name="last"/>, both included where given.</summary>
    public static RowRange Range(DateTimeOffset? first, DateTimeOffset? last) => new(
        last is { } until ? Key(until) : string.Empty,
        first is { } since ? Key(since.AddMilliseconds(-1)) : null);
}

using System.Globalization;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Sessions;

/// <summary>Which sessions GET /v2/sessions lists.</summary>
/// <param name="Room">A roomId or customRoomId (VideoSDK's <c>roomId</c>, <c>customRoomId</c> or <c>query</c>); null: all rooms.</param>
/// <param name="Ongoing">true: live ones; false: ended ones; null: both.</param>
/// <param name="First">Started then or later.</param>
/// <param name="Last">Started then or earlier.</param>
internal sealed record SessionFilter(string? Room, bool? Ongoing, DateTimeOffset? First, DateTimeOffset? Last)
{
    private static readonly long MaxMilliseconds = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeMilliseconds();

    public static Outcome<SessionFilter> Read(IQueryCollection query)
    {
        if (!TryStatus(query["status"], out var ongoing))
        {
            return Failures.InvalidRequest("status is ongoing or ended.");
        }

        if (!TryMoment(query["startDate"], out var first) || !TryMoment(query["endDate"], out var last))
        {
            return Failures.InvalidRequest("startDate and endDate are milliseconds since 1970 UTC.");
        }

        var room = Text("roomId") ?? Text("customRoomId") ?? Text("query");
        return new SessionFilter(room, ongoing, first, last);

        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
    }

    public bool Allows(SessionRecord record) =>
        (Ongoing is null || Ongoing == record.End is null)
        && (First is null || record.Start >= First)
        && (Last is null || record.Start <= Last);

    private static bool TryStatus(string? text, out bool? ongoing)
    {
        ongoing = text switch { "ongoing" => true, "ended" => false, _ => null };
        return ongoing is not null || string.IsNullOrEmpty(text);
    }

    private static bool TryMoment(string? text, out DateTimeOffset? moment)
    {
        moment = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds > MaxMilliseconds)
        {
            return false;
        }

        moment = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }
}

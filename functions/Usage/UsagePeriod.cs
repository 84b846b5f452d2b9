using System.Globalization;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Usage;

/// <summary>The days that a question about usage is for: <c>from</c> and <c>to</c>, else the last 30.</summary>
internal readonly record struct UsagePeriod(DateOnly From, DateOnly To)
{
    private const int MaxDays = 366;
    private const int DefaultDays = 30;
    private const string Format = "yyyy-MM-dd";

    public static Outcome<UsagePeriod> Read(IQueryCollection query, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (!TryDay(query["to"], today, out var to)
            || !TryDay(query["from"], DateOnly.FromDayNumber(Math.Max(0, to.DayNumber - DefaultDays + 1)), out var from)
            || from > to || to.DayNumber - from.DayNumber >= MaxDays)
        {
            return Failures.InvalidRequest($"from and to are days such as 2026-11-30, at most {MaxDays} of them.");
        }

        return new UsagePeriod(from, to);
    }

    private static bool TryDay(string? text, DateOnly absent, out DateOnly day)
    {
        day = absent;
        return string.IsNullOrEmpty(text)
            || DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }
}

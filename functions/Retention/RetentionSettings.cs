using System.Globalization;

namespace Serverless.Functions.Retention;

/// <summary>Retention from the app's settings, in days.</summary>
internal static class RetentionSettings
{
    /// <exception cref="InvalidOperationException">Names the setting that is no number.</exception>
    public static RetentionOptions Read(IConfiguration settings)
    {
        var standard = new RetentionOptions();
        return new RetentionOptions
        {
            People = Days("SERVERLESS_KEEP_PEOPLE_DAYS") ?? standard.People,
            Log = Days("SERVERLESS_KEEP_LOG_DAYS") ?? standard.Log,
            Sessions = Days("SERVERLESS_KEEP_SESSIONS_DAYS") ?? standard.Sessions,
            Removals = Days("SERVERLESS_KEEP_REMOVALS_DAYS") ?? standard.Removals,
        };

        TimeSpan? Days(string name) => settings[name] is not { Length: > 0 } text
            ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
                ? TimeSpan.FromDays(days)
                : throw new InvalidOperationException($"{name} must be a whole number of days.");
    }
}

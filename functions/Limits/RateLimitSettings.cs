using System.Globalization;

namespace Serverless.Functions.Limits;

/// <summary>Limits from the app's settings: requests per second, bursts, and the hops that X-Forwarded-For is believed for.</summary>
internal static class RateLimitSettings
{
    /// <exception cref="InvalidOperationException">Names the setting that is no number.</exception>
    public static RateLimitOptions Read(IConfiguration settings)
    {
        var standard = new RateLimitOptions();
        return standard with
        {
            PerAddress = PerSecond("SERVERLESS_ADDRESS_RATE", "SERVERLESS_ADDRESS_BURST", standard.PerAddress),
            PerTenant = PerSecond("SERVERLESS_TENANT_RATE", "SERVERLESS_TENANT_BURST", standard.PerTenant),
            TrustedHops = Number("SERVERLESS_TRUSTED_HOPS") ?? 0,
        };

        RateLimit PerSecond(string rate, string burst, RateLimit otherwise) => otherwise with
        {
            Requests = Number(rate) ?? otherwise.Requests,
            Burst = Number(burst) ?? otherwise.Burst,
        };

        int? Number(string name) => settings[name] is not { Length: > 0 } text
            ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidOperationException($"{name} must be a whole number.");
    }
}

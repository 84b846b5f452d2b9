using System.Globalization;
using Serverless.Functions.Platform;

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
            PerParticipant = PerSecond("SERVERLESS_PARTICIPANT_RATE", "SERVERLESS_PARTICIPANT_BURST", standard.PerParticipant),
            // The Functions host calls from this machine: whoever it calls for stands in the header.
            TrustedHops = Number("SERVERLESS_TRUSTED_HOPS") ?? (FunctionsEnvironment.Port(settings) is null ? 0 : null),
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

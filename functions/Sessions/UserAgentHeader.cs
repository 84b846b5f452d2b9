using Serverless.Contracts.Rest;

namespace Serverless.Functions.Sessions;

/// <summary>Reads families out of User-Agent, by the words that browsers put there (RFC 9110 §10.1.5 leaves them free).</summary>
internal static class UserAgentHeader
{
    private const int MaxLength = 1_000;
    private const int MaxVersion = 8;

    // Each browser also names those it wants to be taken for, so the most particular comes first.
    private static readonly (string Token, string Name)[] Browsers =
    [
        ("Edg/", "Microsoft Edge"), ("EdgA/", "Microsoft Edge"), ("EdgiOS/", "Microsoft Edge"), ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet for Android"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"),
    ];

    private static readonly (string Token, string Name)[] Systems =
    [
        ("iPhone", "iOS"), ("iPad", "iOS"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "Chrome OS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <returns>null: no browser that we know.</returns>
    public static DeviceInfo? Read(string header)
    {
        if (header.Length is 0 or > MaxLength || Array.Find(Browsers, browser => Has(browser.Token)) is not { Name: not null } known)
        {
            return null;
        }

        var system = Array.Find(Systems, system => Has(system.Token)).Name;
        var type = Has("iPad") || (system == "Android" && !Has("Mobile")) ? "tablet"
            : Has("Mobile") ? "mobile"
            : "desktop";
        return new DeviceInfo
        {
            Platform = type,
            BrowserUserAgent = new BrowserUserAgent(
                new BrowserName(known.Name, VersionAfter(known.Token)), new OperatingSystemName(system), new PlatformType(type)),
        };

        bool Has(string word) => header.Contains(word, StringComparison.Ordinal);

        string? VersionAfter(string token)
        {
            var digits = header.AsSpan(header.IndexOf(token, StringComparison.Ordinal) + token.Length);
            var end = digits.IndexOfAnyExceptInRange('0', '9');
            digits = end < 0 ? digits : digits[..end];
            return digits.Length is > 0 and <= MaxVersion ? digits.ToString() : null;
        }
    }
}

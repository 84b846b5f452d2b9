using System.Text.RegularExpressions;

namespace Serverless.Local.PubSub.Hub;

internal static partial class HubName
{
    /// <summary>
    /// Lower case is the canonical form; false for names that the service refuses (a hyphen, for one).
    /// </summary>
    public static bool TryParse(string? text, out string name)
    {
        name = text is null ? string.Empty : text.ToLowerInvariant();
        return Rule().IsMatch(name);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_`,.\[\]]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}

namespace Serverless.Local.PubSub;

/// <summary>
/// Where a hub sends its events, by the names that the official emulator's configuration has. Of several, the first
/// that wants an event gets it.
/// </summary>
public sealed record PubSubEventHandler
{
    private const string All = "*";

    /// <summary>http or https; <c>{hub}</c> and <c>{event}</c> may stand anywhere but in the host.</summary>
    public required string UrlTemplate { get; init; }

    /// <summary>Of <c>connect</c>, <c>connected</c> and <c>disconnected</c>.</summary>
    public IReadOnlyList<string> SystemEvents { get; init; } = [];

    /// <summary><c>*</c>, or names of user events with commas between; empty: none.</summary>
    public string EventPattern { get; init; } = All;

    /// <exception cref="FormatException">Says what is wrong.</exception>
    public void Validate()
    {
        if (!Uri.TryCreate(UrlTemplate, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.Authority.Contains('{', StringComparison.Ordinal))
        {
            throw new FormatException($"'{UrlTemplate}' is not an http address with {{hub}} and {{event}} in path or query only.");
        }

        if (SystemEvents.FirstOrDefault(name => name.ToLowerInvariant() is not ("connect" or "connected" or "disconnected"))
            is { } unknown)
        {
            throw new FormatException($"'{unknown}' is not a system event: connect, connected, disconnected.");
        }
    }

    internal bool WantsSystem(string name) => SystemEvents.Contains(name, StringComparer.OrdinalIgnoreCase);

    internal bool WantsUser(string name) =>
        EventPattern == All
        || EventPattern.Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.OrdinalIgnoreCase);

    internal Uri UrlOf(string hub, string name) => new(UrlTemplate
        .Replace("{hub}", Uri.EscapeDataString(hub), StringComparison.OrdinalIgnoreCase)
        .Replace("{event}", Uri.EscapeDataString(name), StringComparison.OrdinalIgnoreCase));
}

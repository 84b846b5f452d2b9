namespace Serverless.Functions.Webhooks;

/// <summary>VideoSDK's names of what this system can tell.</summary>
internal static class EventNames
{
    public const string SessionStarted = "session-started";
    public const string SessionEnded = "session-ended";
    public const string ParticipantJoined = "participant-joined";
    public const string ParticipantLeft = "participant-left";

    /// <summary>Whether a subscription (<c>session-started</c>, <c>session*</c>, <c>*</c>) takes an event; none at all takes every one.</summary>
    public static bool Takes(IReadOnlyList<string> subscription, string name) =>
        subscription.Count == 0 || subscription.Any(pattern => pattern.EndsWith('*')
            ? name.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : name == pattern);
}

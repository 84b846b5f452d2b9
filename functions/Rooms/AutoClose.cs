using Serverless.Contracts.Rest;

namespace Serverless.Functions.Rooms;

/// <summary>What <see cref="AutoCloseConfig"/> comes to.</summary>
internal static class AutoClose
{
    /// <summary>VideoSDK's, for a configuration without a duration.</summary>
    private static readonly TimeSpan Default = TimeSpan.FromMinutes(480);

    /// <summary>How long a session lasts at most; null: as long as somebody is there.</summary>
    public static TimeSpan? Lifetime(this AutoCloseConfig? config) => config switch
    {
        null => null,
        { DurationSeconds: { } seconds } => TimeSpan.FromSeconds(seconds),
        { Duration: { } minutes } => TimeSpan.FromMinutes(minutes),
        _ => Default,
    };
}

using System.Text.Json.Serialization;

namespace Serverless.Contracts.Rest;

/// <summary>Ends a session some time after its start, whoever is in it.</summary>
public sealed record AutoCloseConfig
{
    public AutoCloseType Type { get; init; } = AutoCloseType.SessionEnds;

    /// <summary>
    /// Minutes, up to 43,200 (30 days); default 480. VideoSDK's REST documents say minutes, its server SDK says seconds: of
    /// the two readings this is the one that cuts no broadcast short.
    /// </summary>
    public double? Duration { get; init; }

    /// <summary>Our own, exact member: seconds; it comes before <see cref="Duration"/>.</summary>
    public double? DurationSeconds { get; init; }
}

/// <summary>What ends.</summary>
[JsonConverter(typeof(NamedEnumConverter<AutoCloseType>))]
public enum AutoCloseType
{
    [JsonStringEnumMemberName("session-ends")]
    SessionEnds,

    /// <summary>The room is closed as well.</summary>
    [JsonStringEnumMemberName("session-end-and-deactivate")]
    SessionEndsAndRoomCloses,
}

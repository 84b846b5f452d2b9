using System.Text.Json.Serialization;

namespace Serverless.Contracts.Signaling;

/// <param name="Op">What happened.</param>
/// <param name="ParticipantId">To whom.</param>
/// <param name="Participant">The new state; absent when the participant left.</param>
/// <param name="Reason">Why the participant left.</param>
public sealed record RosterChange(RosterOp Op, string ParticipantId, Participant? Participant = null, LeaveReason? Reason = null);

[JsonConverter(typeof(NamedEnumConverter<RosterOp>))]
public enum RosterOp
{
    [JsonStringEnumMemberName("joined")]
    Joined,

    [JsonStringEnumMemberName("updated")]
    Updated,

    [JsonStringEnumMemberName("left")]
    Left,
}

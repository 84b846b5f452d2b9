using System.Text.Json.Serialization;

namespace Serverless.Contracts.BackEnd;

/// <summary>POST /v2/rooms/{roomId}: opens a room again, or closes it as POST /v2/rooms/deactivate does.</summary>
public sealed record UpdateRoomRequest(RoomStatus Status);

[JsonConverter(typeof(NamedEnumConverter<RoomStatus>))]
public enum RoomStatus
{
    [JsonStringEnumMemberName("enabled")]
    Enabled,

    [JsonStringEnumMemberName("disabled")]
    Disabled,
}

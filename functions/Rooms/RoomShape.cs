using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Rooms;

/// <summary>Rooms as the API shows them, links included.</summary>
internal sealed class RoomShape(FunctionsOptions options)
{
    private readonly string _publicUrl = options.PublicUrl.ToString().TrimEnd('/');

    public RoomResponse Of(Room room) => new()
    {
        RoomId = room.RoomId,
        CustomRoomId = room.CustomRoomId,
        UserId = room.TenantId,
        Disabled = room.Disabled,
        StagePolicy = room.StagePolicy,
        AllowedParticipantIds = room.AllowedParticipantIds,
        Webhook = room.Webhook,
        AutoCloseConfig = room.AutoCloseConfig,
        MultiComposition = room.MultiComposition,
        StartsAt = room.StartsAt,
        Codecs = room.Codecs ?? RoomCodecs.Default,
        CreatedAt = room.CreatedAt,
        UpdatedAt = room.UpdatedAt,
        Id = room.Id,
        Links = new RoomLinks(RoomUrl(room.RoomId), $"{_publicUrl}/v2/sessions/"),
    };

    public SessionLinks LinksOf(string roomId, string sessionId) =>
        new(RoomUrl(roomId), $"{_publicUrl}/v2/sessions/{sessionId}");

    private string RoomUrl(string roomId) => $"{_publicUrl}/v2/rooms/{roomId}";
}

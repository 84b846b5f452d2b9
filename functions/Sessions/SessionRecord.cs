using Serverless.Contracts.Rest;

namespace Serverless.Functions.Sessions;

/// <summary>Row <c>s-{sessionId}</c> in partition <c>{roomId}</c> of table <c>sessions</c>: the room's history.</summary>
internal sealed record SessionRecord(string SessionId, string RoomId, DateTimeOffset Start, DateTimeOffset? End = null)
{
    public SessionResponse ToResponse(string? customRoomId) => new()
    {
        Id = SessionId,
        RoomId = RoomId,
        CustomRoomId = customRoomId,
        Start = Start,
        End = End,
        Status = End is null ? "ongoing" : "ended",
    };
}

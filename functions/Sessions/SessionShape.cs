using Serverless.Contracts.Rest;
using Serverless.Functions.Rooms;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Sessions;

/// <summary>Sessions and their people as the API shows them.</summary>
internal sealed class SessionShape(RoomShape rooms)
{
    public SessionResponse Of(
        SessionRecord record, string? customRoomId, IReadOnlyList<SessionParticipant>? participants = null) => new()
    {
        Id = record.SessionId,
        RoomId = record.RoomId,
        CustomRoomId = customRoomId,
        UserId = record.TenantId,
        Start = record.Start,
        End = record.End,
        Status = record.End is null ? "ongoing" : "ended",
        ActiveDuration = record.End is { } end ? Math.Round((end - record.Start).TotalSeconds, 3) : null,
        Participants = participants,
        Links = rooms.LinksOf(record.RoomId, record.SessionId),
    };

    public static SessionParticipant Of(Participation person, SessionRecord session)
    {
        TimeSpent Spent(Stay stay) => new(stay.Start, stay.End ?? session.End);
        return new SessionParticipant
        {
            Id = TableKey.Of(person.ParticipantId)[..24],
            ParticipantId = person.ParticipantId,
            Name = person.DisplayName,
            Mode = person.Mode,
            Timelog = [.. person.Stays.Select(Spent)],
            DeviceInfo = person.Device ?? new DeviceInfo(),
            ChangeModeHistory = [.. person.Stays.Select(stay => new ModeSpent(stay.Mode, [Spent(stay)]))],
        };
    }
}

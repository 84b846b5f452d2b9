using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Tests.Support;

internal static class Tickets
{
    public const string RoomId = "ab12-cd34-ef56";

    public const string SessionId = "s-1";

    public static Ticket Host(string name, string? key = null) => Of(name, key, ParticipantMode.SendAndReceive);

    public static Ticket Viewer(string name, string? key = null) => Of(name, key, ParticipantMode.ReceiveOnly);

    public static Ticket Chatter(string name, string? key = null) => Of(name, key, ParticipantMode.SignallingOnly);

    private static Ticket Of(string name, string? key, ParticipantMode mode) => new()
    {
        IssuedAt = 0,
        ExpiresAt = long.MaxValue / 2,
        TenantId = "t-dev",
        RoomId = RoomId,
        SessionId = SessionId,
        ParticipantId = $"u-{name}",
        ConnectionKey = key ?? $"k-{name}",
        DisplayName = name,
        Mode = mode,
        Publish = mode == ParticipantMode.SendAndReceive
            ? [TrackSource.Microphone, TrackSource.Camera]
            : [],
        MayChat = true,
        MayModerate = false,
        TokenEpoch = 0,
    };
}

using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Rooms;

/// <summary>What a request for a room may say.</summary>
internal static class RoomRules
{
    public const int MaxCustomRoomIdLength = 128;

    private const int MaxAllowedParticipants = 5_000;

    /// <returns>null: the request is fine.</returns>
    public static Failure? Refuse(CreateRoomRequest request)
    {
        // It is a segment of paths, where servers disagree about what an escaped slash means.
        if (request.CustomRoomId is { } id
            && (id.Length is 0 or > MaxCustomRoomIdLength || id.Any(c => char.IsControl(c) || c is '/' or '\\') || id.Trim() != id))
        {
            return Failures.InvalidRequest(
                $"customRoomId has 1 to {MaxCustomRoomIdLength} characters, without / and \\ and control characters, and no blanks around it.");
        }

        if (request.AllowedParticipantIds is { } allowed
            && (allowed.Count > MaxAllowedParticipants || allowed.Any(p => p is not { Length: > 0 and <= 128 })))
        {
            return Failures.InvalidRequest(
                $"allowedParticipantIds has at most {MaxAllowedParticipants} ids of 1 to 128 characters.");
        }

        return null;
    }
}

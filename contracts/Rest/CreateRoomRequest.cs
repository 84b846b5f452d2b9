namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/rooms. Unknown members (VideoSDK's <c>region</c> …) are ignored.</summary>
public sealed record CreateRoomRequest
{
    /// <summary>The customer's own name for the room, 1 to 128 characters; the same id gives the same room.</summary>
    public string? CustomRoomId { get; init; }

    /// <summary>Who may publish; default <see cref="Rest.StagePolicy.Invited"/>.</summary>
    public StagePolicy? StagePolicy { get; init; }

    /// <summary>Where given, only these participant ids may join.</summary>
    public IReadOnlyList<string>? AllowedParticipantIds { get; init; }
}

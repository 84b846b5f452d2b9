namespace Serverless.Contracts.BackEnd;

/// <summary>POST /v2/sessions/participants/remove: out of the live session; tokens and tickets from before are worth nothing.</summary>
public sealed record RemoveParticipantRequest
{
    public required string ParticipantId { get; init; }

    /// <summary>This or <see cref="SessionId"/>.</summary>
    public string? RoomId { get; init; }

    public string? SessionId { get; init; }

    /// <summary>Our own member: also refuse tokens made later, until the ban is lifted.</summary>
    public bool Ban { get; init; }
}

namespace Serverless.Contracts.BackEnd;

/// <summary>GET /v2/webhooks/dead-letters: what did not arrive within a day, oldest events first.</summary>
/// <param name="Data">At most as many as were asked for.</param>
/// <param name="Next">Ask again with <c>after</c> set to it; absent: that is all.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetterResponse> Data, string? Next = null);

/// <summary>One event that one endpoint did not take.</summary>
public sealed record DeadLetterResponse
{
    public required string Id { get; init; }

    public required string WebhookType { get; init; }

    public required string RoomId { get; init; }

    public required long Sequence { get; init; }

    public required string EndPoint { get; init; }

    /// <summary>As it was sent.</summary>
    public required string Body { get; init; }

    public required int Attempts { get; init; }

    public string? LastError { get; init; }

    public required DateTimeOffset EventAt { get; init; }

    public required DateTimeOffset DiedAt { get; init; }
}

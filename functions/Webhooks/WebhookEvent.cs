namespace Serverless.Functions.Webhooks;

/// <summary>
/// Row <c>hooko-{time}-{id}</c> in partition <c>{roomId}</c> of table <c>sessions</c>, written in the transaction of what
/// happened: something that customers' servers are to be told.
/// </summary>
internal sealed record WebhookEvent
{
    /// <summary>Becomes <c>webhook-id</c>: the same in every attempt and at every endpoint.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="EventNames"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Later than everything in the room that led to it, so that keys in order of time are in order of cause.</summary>
    public required DateTimeOffset At { get; init; }

    public required string TenantId { get; init; }

    public required string RoomId { get; init; }

    public required string SessionId { get; init; }

    public string? ParticipantId { get; init; }

    public string? ParticipantName { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    /// <summary>The room's own webhook as it was then.</summary>
    public WebhookTarget? RoomTarget { get; init; }
}

/// <summary>Where events go, and which.</summary>
/// <param name="Url">Absolute, http or https.</param>
/// <param name="Events">Exact names, or prefixes with a star.</param>
internal sealed record WebhookTarget(string Url, IReadOnlyList<string> Events);

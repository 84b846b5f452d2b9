namespace Serverless.Functions.Webhooks;

/// <summary>Row <c>hookd-{endpoint}-{sequence}</c> beside the outbox: one event on its way to one endpoint. Deleted when it has arrived.</summary>
internal sealed record Delivery
{
    public required string EventId { get; init; }

    public required string Type { get; init; }

    public required long Sequence { get; init; }

    public required string TenantId { get; init; }

    public required string RoomId { get; init; }

    public required string Url { get; init; }

    /// <summary>Of the tenant's endpoint; null: the room's own.</summary>
    public string? EndpointId { get; init; }

    /// <summary>As it is sent, byte for byte.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset EventAt { get; init; }

    /// <summary>When the day of attempts began.</summary>
    public required DateTimeOffset Since { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    public string? Error { get; init; }

    /// <summary>Not before, unless the endpoint came back meanwhile.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Somebody is sending it until then.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    public bool IsDue(DateTimeOffset now, DateTimeOffset? reopenedAt) =>
        !(LeasedUntil > now) && (!(NextAt > now) || reopenedAt > FailedAt);
}

using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Sessions;

/// <summary>
/// Row <c>current</c> in partition <c>{roomId}</c> of table <c>sessions</c>: the room's live session, or the last one.
/// It is never deleted: the epoch must outlive every session.
/// </summary>
internal sealed record Occupancy
{
    public required string TenantId { get; init; }

    public required string SessionId { get; init; }

    /// <summary>Higher with every session and every move to another worker.</summary>
    public required int Epoch { get; init; }

    public required string WorkerId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the session last moved to another worker; null: it is where it opened.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>When the session ends by itself (<c>autoCloseConfig</c>); null: when the last participant left.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>With the session the room closes, too.</summary>
    public bool ClosesRoom { get; init; }

    /// <summary>null: nobody was told that the session began.</summary>
    public EventTrail? Trail { get; init; }

    public required OccupancyPhase Phase { get; init; }

    /// <summary>When the phase began.</summary>
    public required DateTimeOffset PhaseAt { get; init; }
}

internal enum OccupancyPhase
{
    Live,

    /// <summary>Somebody checks whether the room is empty; joins wait for the answer.</summary>
    Ending,

    Ended,
}

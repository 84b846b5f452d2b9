namespace Serverless.Contracts.BackEnd;

/// <summary>One of the tenant's webhooks.</summary>
public sealed record WebhookResponse
{
    public required string Id { get; init; }

    public required string EndPoint { get; init; }

    /// <summary>Empty: all.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary><c>active</c>, or <c>suspended</c>: it failed several times in a row and is tried again now and then.</summary>
    public required string State { get; init; }

    /// <summary>Attempts in a row that did not arrive.</summary>
    public required int Failures { get; init; }

    /// <summary>Of a suspended one: when it is tried next.</summary>
    public DateTimeOffset? SuspendedUntil { get; init; }

    /// <summary>What went wrong last.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? LastFailureAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>GET /v2/webhooks.</summary>
public sealed record WebhookList(IReadOnlyList<WebhookResponse> Data);

namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/rooms/{roomId}/invites, with a token that holds allow_mod.</summary>
public sealed record CreateInviteRequest
{
    public required InviteRole Role { get; init; }

    /// <summary>60 to 2,592,000 (30 days); default 86,400.</summary>
    public int? ExpiresInSeconds { get; init; }

    /// <summary>How often the code can be exchanged, 1 to 100,000; absent: without limit.</summary>
    public int? MaxUses { get; init; }
}

using Serverless.Contracts.Rest;

namespace Serverless.Functions.Invites;

/// <summary>Row <c>invite</c> in partition <c>{code}</c> of table <c>invites</c>.</summary>
/// <param name="TenantId">Who signs the token it is exchanged for.</param>
/// <param name="RoomId">The room it opens.</param>
/// <param name="Role">What its holder may do.</param>
/// <param name="ExpiresAt">When the code ends.</param>
/// <param name="Uses">Counted where <paramref name="MaxUses"/> is set: thousands opening one link at the same time must not queue for a number that nobody needs.</param>
/// <param name="MaxUses">null: without limit.</param>
internal sealed record Invite(
    string TenantId, string RoomId, InviteRole Role, DateTimeOffset ExpiresAt, int Uses, int? MaxUses);

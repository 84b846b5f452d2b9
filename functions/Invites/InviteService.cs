using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Retention;
using Serverless.Functions.Rooms;
using Serverless.Functions.Storage;
using Serverless.Functions.Tenants;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Invites;

internal sealed class InviteService(
    ITableStore store, RoomStore rooms, TenantStore tenants, ParticipantTokens tokens, ISecrets secrets,
    ExpiryCalendar calendar, TimeProvider time)
{
    private const string InviteKey = "invite";
    private const int DefaultSeconds = 86_400;
    private const int MaxSeconds = 2_592_000;
    private const int MaxUses = 100_000;

    /// <summary>A long day's event, reloads included.</summary>
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(12);

    private readonly ITable _table = store.Table("invites");

    public async Task<Outcome<InviteResponse>> CreateAsync(
        Room room, CreateInviteRequest request, CancellationToken cancellationToken)
    {
        if (request.ExpiresInSeconds is < 60 or > MaxSeconds || request.MaxUses is < 1 or > MaxUses)
        {
            return Failures.InvalidRequest(
                $"expiresInSeconds is 60 to {MaxSeconds}, maxUses is 1 to {MaxUses}.");
        }

        if (room.Disabled)
        {
            return Failures.Gone(ProblemCodes.RoomClosed, "The room is closed.");
        }

        var expiry = time.GetUtcNow().AddSeconds(request.ExpiresInSeconds ?? DefaultSeconds);
        var invite = new Invite(room.TenantId, room.RoomId, request.Role, expiry, 0, request.MaxUses);
        var code = secrets.Code();
        await calendar.AddAsync(ExpiryKind.Invite, code, expiry, cancellationToken);
        var etag = await _table.InsertAsync(
            code, InviteKey, InviteRows.Default.Invite.ToBody(invite), cancellationToken);
        return etag is null
            ? throw new InvalidOperationException("60 random bits came twice.")
            : new InviteResponse(code, room.RoomId, invite.Role, expiry, 0, invite.MaxUses);
    }

    public async Task<Outcome<ExchangeInviteResponse>> ExchangeAsync(string typed, CancellationToken cancellationToken)
    {
        if (SecretText.NormalizeCode(typed) is not { } code
            || await _table.ReadAsync(code, InviteKey, InviteRows.Default.Invite, cancellationToken)
                is not { Value: var invite })
        {
            return NotFound;
        }

        if (time.GetUtcNow() >= invite.ExpiresAt)
        {
            return Failures.Gone(ProblemCodes.InviteExpired, "The invite is over. Ask for a new one.");
        }

        if (await rooms.GetAsync(invite.RoomId, cancellationToken) is not { Disabled: false } room
            || await tenants.FindSigningKeyAsync(invite.TenantId, cancellationToken) is not { } key)
        {
            return Failures.Gone(ProblemCodes.RoomClosed, "The room is closed.");
        }

        // Last, since a use that was counted is gone.
        return await TryUseAsync(code, invite, cancellationToken)
            ? Token(key, room, invite.Role)
            : Failures.Gone(ProblemCodes.InviteUsedUp, "The invite has been used as often as it may. Ask for a new one.");
    }

    /// <summary>The code opens nothing any more; tokens it was exchanged for stay good until they end.</summary>
    /// <returns>null: done.</returns>
    public async Task<Failure?> RevokeAsync(Moderator moderator, string typed, CancellationToken cancellationToken)
    {
        if (SecretText.NormalizeCode(typed) is not { } code
            || await _table.ReadAsync(code, InviteKey, InviteRows.Default.Invite, cancellationToken)
                is not { Value: var invite }
            || await rooms.GetAsync(invite.RoomId, cancellationToken) is not { } room
            || room.TenantId != moderator.TenantId)
        {
            return NotFound;
        }

        if (moderator.RefuseRoom(room) is { } refused)
        {
            return refused;
        }

        await _table.DeleteAsync(code, InviteKey, null, cancellationToken);
        return null;
    }

    private static Failure NotFound { get; } = new(404, ProblemCodes.InviteNotFound, "There is no such invite.");

    private ExchangeInviteResponse Token(TenantKey key, Room room, InviteRole role)
    {
        var claims = InviteClaims.Of(role, room.RoomId, secrets.Letters(16));
        var signed = tokens.Sign(key, claims, "rtc", TokenLifetime);
        return new ExchangeInviteResponse(
            signed.Token, room.RoomId, role, signed.ExpiresAt, room.Codecs ?? RoomCodecs.Default, room.CustomRoomId);
    }

    /// <summary>It ended.</summary>
    public Task ForgetAsync(string code, CancellationToken cancellationToken) =>
        _table.DeleteAsync(code, InviteKey, null, cancellationToken);

    private async Task<bool> TryUseAsync(string code, Invite invite, CancellationToken cancellationToken)
    {
        if (invite.MaxUses is null)
        {
            return true;
        }

        var (before, after) = await _table.ChangeAsync(
            code,
            InviteKey,
            InviteRows.Default.Invite,
            stored => stored is not null && stored.Uses < stored.MaxUses
                ? stored with { Uses = stored.Uses + 1 }
                : null,
            cancellationToken);
        return before != after;
    }
}

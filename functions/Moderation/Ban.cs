namespace Serverless.Functions.Moderation;

/// <summary>Row <c>p-{hash of participantId}</c> in partition <c>{roomId}</c> of table <c>bans</c>: what a person may no longer use.</summary>
/// <param name="ParticipantId">The person.</param>
/// <param name="TokensUntil">Seconds since 1970 UTC: tokens issued then or earlier, or without <c>iat</c>, are refused.</param>
/// <param name="Banned">Newer ones are refused as well.</param>
/// <param name="At">Of the newest removal or ban.</param>
internal sealed record Ban(string ParticipantId, long TokensUntil, bool Banned, DateTimeOffset At);

/// <summary>
/// Row <c>t-{token id}</c> beside it: the very token that a removed person came with. It covers guests, whom no id names, and
/// back ends whose clock is ahead.
/// </summary>
internal sealed record TokenBan(DateTimeOffset At);

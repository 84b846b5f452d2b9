using Serverless.Contracts.Signaling;

namespace Serverless.Functions.Lobby;

/// <summary>Row <c>{entryId}</c> in partition <c>{roomId}</c> of table <c>entries</c>: somebody asks to be let in (JN7).</summary>
/// <param name="EntryId">Unguessable: whoever names it is the one who got it.</param>
/// <param name="DisplayName">What moderators are shown.</param>
/// <param name="State">The decision so far.</param>
/// <param name="CreatedAt">When the person first knocked.</param>
/// <param name="AnnouncedAt">When the moderators were last told.</param>
/// <param name="ParticipantId">From the token: the entry serves this person only; null: the token names nobody.</param>
/// <param name="Taken">Somebody without an identity entered with it; nobody else can.</param>
internal sealed record LobbyEntry(
    string EntryId, string DisplayName, EntryState State, DateTimeOffset CreatedAt, DateTimeOffset AnnouncedAt,
    string? ParticipantId = null, bool Taken = false);

using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>A moderator pins one picture for everybody, in place of the one before.</summary>
/// <param name="Track">Absent: none any more.</param>
public sealed record PinMessage(PinnedTrack? Track = null) : ClientMessage;

/// <summary>What a moderator pinned: everybody has it in a slot while it is live, and hears its person while active.</summary>
/// <param name="ParticipantId">Whose, 1 to 128 characters; need not be here yet.</param>
/// <param name="Source">Camera or screen.</param>
public sealed record PinnedTrack(string ParticipantId, TrackSource Source);

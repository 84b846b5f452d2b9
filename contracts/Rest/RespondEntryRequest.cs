using Serverless.Contracts.Signaling;

namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/rooms/{roomId}/entries/{entryId}, with a ticket or token that holds allow_mod (or allow_join, as in VideoSDK).</summary>
/// <param name="Decision"><see cref="EntryState.Allowed"/> or <see cref="EntryState.Denied"/>.</param>
public sealed record RespondEntryRequest(EntryState Decision);

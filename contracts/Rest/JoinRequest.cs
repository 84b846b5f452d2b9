using System.Text.Json;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/rooms/{roomId}/join, with an API token as bearer.</summary>
public sealed record JoinRequest
{
    /// <summary>Default: SEND_AND_RECV where the token and the room's stage policy allow it, else RECV_ONLY.</summary>
    public ParticipantMode? Mode { get; init; }

    /// <summary>1 to 100 characters; default "Guest".</summary>
    public string? DisplayName { get; init; }

    /// <summary>A JSON object of at most 4 KiB that others see.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>An SDP offer, sent without waiting for ICE gathering; absent only with SIGNALLING_ONLY.</summary>
    public string? Offer { get; init; }

    /// <summary>What the offer's sending sections carry.</summary>
    public IReadOnlyList<PublishSection>? Publish { get; init; }

    /// <summary>From an earlier <c>202 waiting</c>: asks whether the lobby let this person in.</summary>
    public string? EntryId { get; init; }

    /// <summary>The client library, for the session's records.</summary>
    public ClientSdk? Sdk { get; init; }
}

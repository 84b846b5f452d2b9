using System.Text.Json;

namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/rooms. Unknown members (VideoSDK's <c>region</c>, <c>geoFence</c> …) are ignored.</summary>
public sealed record CreateRoomRequest
{
    /// <summary>The customer's own name for the room, 1 to 128 characters; the same id gives the same room.</summary>
    public string? CustomRoomId { get; init; }

    /// <summary>Who may publish; default <see cref="Rest.StagePolicy.Invited"/>.</summary>
    public StagePolicy? StagePolicy { get; init; }

    /// <summary>Where given, only these participant ids may join.</summary>
    public IReadOnlyList<string>? AllowedParticipantIds { get; init; }

    /// <summary>Where the room's events are posted.</summary>
    public RoomWebhook? Webhook { get; init; }

    /// <summary>When sessions end by themselves; absent: when the last participant left.</summary>
    public AutoCloseConfig? AutoCloseConfig { get; init; }

    /// <summary>Compositions that start with a session. Nothing of it is built: anything but an empty object is refused (501).</summary>
    public JsonElement? AutoStartConfig { get; init; }

    /// <summary>VideoSDK's leave to run several compositions of one kind at once: kept and shown.</summary>
    public MultiComposition? MultiComposition { get; init; }

    /// <summary>When the first people are expected: a worker is ready by then.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>What pictures may be sent in; default <see cref="RoomCodecs.Default"/>. An addition to VideoSDK's rooms.</summary>
    public RoomCodecs? Codecs { get; init; }
}

using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>What arrived of one published track. See <see cref="StatsMessage"/> for units.</summary>
public sealed record PublicationStats
{
    public required TrackSource Source { get; init; }

    /// <summary>One for each stream; a track without simulcast has one.</summary>
    public required IReadOnlyList<PublishedLayerStats> Layers { get; init; }

    /// <summary>Times that a picture to start with was asked for.</summary>
    public required long KeyFrameRequests { get; init; }
}

/// <summary>One stream of a published track.</summary>
public sealed record PublishedLayerStats
{
    /// <summary>Absent without simulcast.</summary>
    public string? Rid { get; init; }

    public required long Bitrate { get; init; }

    /// <summary>Share of its packets that did not arrive at first, 0 to 1.</summary>
    public double? Loss { get; init; }

    /// <summary>Milliseconds.</summary>
    public double? JitterMs { get; init; }

    public required long PacketsReceived { get; init; }

    /// <summary>Somebody watches it now.</summary>
    public required bool Wanted { get; init; }
}

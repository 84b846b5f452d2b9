using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>A publisher, as another engine needs to know it.</summary>
internal sealed record PublisherState
{
    /// <summary>Of its transport; no two on all engines have the same.</summary>
    public required uint Number { get; init; }

    public required string ParticipantId { get; init; }

    public required Instant Since { get; init; }

    public required bool IsConnected { get; init; }

    public required long ClockOffset { get; init; }

    public required IReadOnlyList<PublicationState> Publications { get; init; }

    public static PublisherState Of(Participant publisher) => new()
    {
        Number = publisher.Number,
        ParticipantId = publisher.ParticipantId,
        Since = publisher.Since,
        IsConnected = publisher.IsConnected,
        ClockOffset = publisher.Clock.Microseconds,
        Publications = publisher.Publications.ConvertAll(static publication => publication.State),
    };
}

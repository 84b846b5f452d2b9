namespace Serverless.Rtc.Sfu.Stats;

/// <summary>What went from and to one participant, in few numbers: cheap enough to be taken of everybody every so often.</summary>
public readonly record struct ParticipantTally
{
    /// <summary>From the participant.</summary>
    public StreamCounts SentAudio { get; init; }

    /// <inheritdoc cref="SentAudio"/>
    public StreamCounts SentVideo { get; init; }

    /// <summary>To the participant.</summary>
    public StreamCounts ReceivedAudio { get; init; }

    /// <inheritdoc cref="ReceivedAudio"/>
    public StreamCounts ReceivedVideo { get; init; }

    /// <summary>Null until it was measured.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Of the tallest picture it is shown now, in pixels; 0: none, or its size is not known.</summary>
    public int PictureHeight { get; init; }
}

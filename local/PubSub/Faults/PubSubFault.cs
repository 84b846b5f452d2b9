namespace Serverless.Local.PubSub.Faults;

/// <summary>Something that goes wrong on request, a number of times.</summary>
public sealed record PubSubFault
{
    public required PubSubFaultPoint Point { get; init; }

    public required PubSubFaultAction Action { get; init; }

    /// <summary>Null: in any hub.</summary>
    public string? Hub { get; init; }

    /// <summary>How many times.</summary>
    public int Count { get; init; } = 1;

    /// <summary>For <see cref="PubSubFaultAction.Refuse"/>: 400 to 599.</summary>
    public int Status { get; init; } = StatusCodes.Status429TooManyRequests;

    /// <summary>Sent as Retry-After with a refusal; null: not sent.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>For <see cref="PubSubFaultAction.Delay"/>, in milliseconds.</summary>
    public int DelayMilliseconds { get; init; }

    internal TimeSpan Delay => TimeSpan.FromMilliseconds(DelayMilliseconds);

    /// <exception cref="ArgumentException">Says what is wrong.</exception>
    internal void Validate()
    {
        if (Count < 1 || Status is < 400 or > 599 || DelayMilliseconds < 0 || RetryAfterSeconds < 0)
        {
            throw new ArgumentException("A fault has a count from 1, a status from 400 to 599 and no negative times.");
        }

        if (Point is PubSubFaultPoint.Handshake or PubSubFaultPoint.Recovery && Action == PubSubFaultAction.LoseAnswer)
        {
            throw new ArgumentException("A handshake whose answer is lost is one that was dropped: use Drop.");
        }
    }
}

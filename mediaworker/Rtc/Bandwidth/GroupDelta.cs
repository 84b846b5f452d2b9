namespace Serverless.Rtc.Bandwidth;

/// <summary>Between two successive groups of packets.</summary>
/// <param name="Send">Between their last departures.</param>
/// <param name="Arrival">Between their last arrivals; longer than <paramref name="Send"/> where a queue grows.</param>
/// <param name="ArrivedAt">The later group's last arrival, on the receiver's clock.</param>
internal readonly record struct GroupDelta(TimeSpan Send, TimeSpan Arrival, TimeSpan ArrivedAt)
{
    /// <summary>The change of the one-way delay (draft-ietf-rmcat-gcc-02 §5.1).</summary>
    public TimeSpan Variation => Arrival - Send;
}

using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <param name="Sequence">Transport-wide.</param>
/// <param name="Arrival">
/// On the receiver's clock, from an unknown start, in steps of 250 µs; null when the packet had not arrived.
/// </param>
public readonly record struct TransportArrival(RtpSeq Sequence, TimeSpan? Arrival)
{
    public bool IsReceived => Arrival is not null;
}

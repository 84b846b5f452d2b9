namespace Serverless.Rtc.Sdp;

/// <summary>
/// Answered inactive: the client asked for it, may not publish, or has no slot left. The section may come to life in a
/// later offer.
/// </summary>
public sealed record InactiveSection : NegotiatedSection
{
    public override SectionDirection Direction => SectionDirection.Inactive;

    /// <summary>
    /// Slot that the section held in an earlier negotiation and gets back when the client receives again.
    /// </summary>
    public required SendSlot? ReservedSlot { get; init; }
}

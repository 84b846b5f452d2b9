namespace Serverless.Rtc.Sdp;

/// <summary>A receive slot of the client.</summary>
public sealed record SendSection : NegotiatedSection
{
    public override SectionDirection Direction => SectionDirection.Send;

    public required SendSlot Slot { get; init; }
}

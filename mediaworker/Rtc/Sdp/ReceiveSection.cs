namespace Serverless.Rtc.Sdp;

/// <summary>The client publishes one track here.</summary>
public sealed record ReceiveSection : NegotiatedSection
{
    public override SectionDirection Direction => SectionDirection.Receive;

    /// <summary>Simulcast layers in the client's order; empty without simulcast.</summary>
    public required IReadOnlyList<string> Rids { get; init; }

    /// <summary>
    /// Sources that the client announced; with RIDs, or when it leaves them to the MID, there may be none.
    /// </summary>
    public required IReadOnlyList<SdpSource> Sources { get; init; }

    /// <summary>Sound that is never cut, whatever its level says.</summary>
    public bool IsMusic { get; init; }
}

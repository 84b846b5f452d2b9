namespace Serverless.Rtc.Sdp;

/// <summary>One section of <see cref="ClientOffer"/>.</summary>
public sealed record ClientOfferSection
{
    public required string Mid { get; init; }

    /// <summary>Audio or video.</summary>
    public required MediaKind Kind { get; init; }

    /// <summary>From the client's viewpoint.</summary>
    public required SdpDirection Direction { get; init; }

    /// <summary>Preferred first; see <see cref="ClientCodecs"/>.</summary>
    public required IReadOnlyList<NegotiatedCodec> Codecs { get; init; }

    /// <summary>The client's own source; null when receiving, or with RIDs.</summary>
    public SdpSource? Source { get; init; }

    /// <summary>Simulcast layers to send; empty without simulcast.</summary>
    public IReadOnlyList<string> Rids { get; init; } = [];
}

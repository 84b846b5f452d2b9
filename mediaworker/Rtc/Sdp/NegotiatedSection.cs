namespace Serverless.Rtc.Sdp;

/// <summary>
/// A section that was not rejected: a <see cref="ReceiveSection"/>, <see cref="SendSection"/> or <see
/// cref="InactiveSection"/>.
/// </summary>
public abstract record NegotiatedSection
{
    /// <summary>Position among the offer's sections, rejected ones included.</summary>
    public required int Index { get; init; }

    public required string Mid { get; init; }

    /// <summary>Audio or video.</summary>
    public required MediaKind Kind { get; init; }

    /// <summary>The preferred one first.</summary>
    public required IReadOnlyList<NegotiatedCodec> Codecs { get; init; }

    public required ExtensionIds Extensions { get; init; }

    public abstract SectionDirection Direction { get; }
}

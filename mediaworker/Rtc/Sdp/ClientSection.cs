namespace Serverless.Rtc.Sdp;

/// <summary>A section of the server's answer that was not rejected, seen by the client.</summary>
public sealed record ClientSection
{
    /// <summary>Position among the sections of the offer.</summary>
    public required int Index { get; init; }

    public required string Mid { get; init; }

    public required MediaKind Kind { get; init; }

    /// <summary>From the client's viewpoint: what the answer says, turned round.</summary>
    public required SdpDirection Direction { get; init; }

    public required IReadOnlyList<NegotiatedCodec> Codecs { get; init; }

    public required ExtensionIds Extensions { get; init; }

    /// <summary>What the server sends here; null unless it sends.</summary>
    public required SdpSource? Source { get; init; }

    public required SdpMsid? Msid { get; init; }

    /// <summary>Layers the server takes; empty without simulcast.</summary>
    public required IReadOnlyList<string> Rids { get; init; }
}

namespace Serverless.Rtc.Sdp;

/// <summary>One media section (RFC 8866 §5.14). Whatever the server does not use is left out.</summary>
public sealed record MediaDescription
{
    /// <summary>Line number of the <c>m=</c> line, from 1.</summary>
    public required int Line { get; init; }

    public required MediaKind Kind { get; init; }

    /// <summary>Media type as written; a token.</summary>
    public required string MediaType { get; init; }

    public required int Port { get; init; }

    /// <summary>Transport protocol as written, such as <c>UDP/TLS/RTP/SAVPF</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The first format of the <c>m=</c> line, to be repeated when the section is rejected.</summary>
    public required string FirstFormat { get; init; }

    public required string? Mid { get; init; }

    public required SdpDirection Direction { get; init; }

    public required bool BundleOnly { get; init; }

    public required bool RtcpMux { get; init; }

    public required bool RtcpRsize { get; init; }

    /// <summary>
    /// One-byte and two-byte header extensions may be mixed (RFC 8285 §6); also set by the session-level line.
    /// </summary>
    public required bool ExtmapAllowMixed { get; init; }

    public required TransportDescription Transport { get; init; }

    /// <summary>In the order of the <c>m=</c> line.</summary>
    public required IReadOnlyList<SdpCodec> Codecs { get; init; }

    public required IReadOnlyList<SdpExtension> Extensions { get; init; }

    /// <summary>
    /// Restriction ids named by <c>a=simulcast:send</c> and declared by <c>a=rid … send</c>, in order (RFC 8853).
    /// </summary>
    public required IReadOnlyList<string> SendRids { get; init; }

    /// <summary>Likewise for <c>recv</c>.</summary>
    public required IReadOnlyList<string> ReceiveRids { get; init; }

    /// <summary>
    /// Primary sources with their retransmission source, in order of appearance (RFC 5576, RFC 4588 §8.8).
    /// </summary>
    public required IReadOnlyList<SdpSource> Sources { get; init; }

    /// <summary>First <c>a=msid</c> (RFC 8830): stream id and track id.</summary>
    public required SdpMsid? Msid { get; init; }

    /// <summary>
    /// Candidates with a literal address; names (mDNS) are left out, as this side never resolves any.
    /// </summary>
    public required IReadOnlyList<IceCandidate> Candidates { get; init; }

    /// <summary>
    /// Port 0 means rejected or stopped, unless the section is only waiting for its bundle (RFC 9143 §6).
    /// </summary>
    public bool IsStopped => Port == 0 && !BundleOnly;
}

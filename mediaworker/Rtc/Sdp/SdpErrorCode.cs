namespace Serverless.Rtc.Sdp;

/// <summary>
/// Stable codes of <see cref="SdpError"/>: they cross the REST boundary, so a code never changes its meaning.
/// </summary>
public static class SdpErrorCode
{
    /// <summary>The text is no SDP, or a line the server relies on is malformed.</summary>
    public const string InvalidSdp = "invalid_sdp";

    /// <summary>The text is larger than the server reads.</summary>
    public const string TooLarge = "sdp_too_large";

    public const string TooManySections = "too_many_sections";

    /// <summary>A section lists more codecs, sources, extensions or the like than the server reads.</summary>
    public const string TooManyAttributes = "too_many_attributes";

    /// <summary>Every section was rejected: no codec in common, or nothing but data channels.</summary>
    public const string NoUsableCodec = "no_usable_codec";

    public const string NoBundle = "no_bundle";

    public const string NoFingerprint = "no_fingerprint";

    public const string NoIce = "no_ice";

    public const string RtcpMuxRequired = "rtcp_mux_required";

    /// <summary>
    /// The DTLS <c>setup</c> value leaves the server no role, or would change the role of a live association.
    /// </summary>
    public const string UnsupportedSetup = "unsupported_setup";

    /// <summary>Two bundled sections give one payload type or extension id two meanings.</summary>
    public const string BundleConflict = "bundle_conflict";
}

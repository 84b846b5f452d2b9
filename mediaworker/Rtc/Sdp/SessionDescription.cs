using System.Diagnostics.CodeAnalysis;

namespace Serverless.Rtc.Sdp;

/// <summary>
/// A parsed SDP (RFC 8866), reduced to what a bundled WebRTC session needs. Limits are in <see cref="SdpLimits"/>.
/// </summary>
public sealed record SessionDescription
{
    /// <summary>Mids of the first <c>a=group:BUNDLE</c>, in order; empty without one (RFC 9143).</summary>
    public required IReadOnlyList<string> BundleGroup { get; init; }

    public required bool IceLite { get; init; }

    /// <summary>Session-level transport attributes; a section's own take precedence.</summary>
    public required TransportDescription Transport { get; init; }

    public required IReadOnlyList<MediaDescription> Media { get; init; }

    /// <summary>Never throws, whatever the text is.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out SessionDescription? description,
        [NotNullWhen(false)] out SdpError? error) => SdpParser.TryParse(text, out description, out error);
}

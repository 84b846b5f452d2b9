namespace Serverless.Rtc.Sdp;

/// <summary>An <c>a=extmap</c> of a known kind (RFC 8285 §5).</summary>
/// <param name="Direction">From the writer's viewpoint; null when the line gives none.</param>
public readonly record struct SdpExtension(byte Id, RtpExtension Kind, SdpDirection? Direction);

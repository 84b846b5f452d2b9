namespace Serverless.Rtc.Sdp;

/// <param name="RtxSsrc">Of its retransmission stream, from <c>a=ssrc-group:FID</c>.</param>
/// <param name="Cname">Empty when not stated.</param>
public readonly record struct SdpSource(uint Ssrc, uint? RtxSsrc, string Cname);

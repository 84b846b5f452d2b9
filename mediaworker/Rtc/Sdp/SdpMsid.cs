namespace Serverless.Rtc.Sdp;

/// <summary>RFC 8830 §2.</summary>
/// <param name="StreamId"><c>-</c> when the track belongs to no stream.</param>
/// <param name="TrackId">Empty when not stated.</param>
public readonly record struct SdpMsid(string StreamId, string TrackId);

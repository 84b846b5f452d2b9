namespace Serverless.Rtc.Sfu;

/// <summary>A track as people name it: the same on any transport of its publisher, and before there is one.</summary>
public readonly record struct TrackName(string ParticipantId, MediaSource Source);

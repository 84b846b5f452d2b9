namespace Serverless.Rtc.Sfu.Stats;

/// <summary>What a video slot should show and what it does: simulcast or spatial layers, 0 the smallest.</summary>
/// <param name="Target">Null while paused.</param>
/// <param name="Current">Null while nothing is forwarded.</param>
public readonly record struct PictureLayers(int? Target, int? Current);

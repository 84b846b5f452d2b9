namespace Serverless.Contracts.Rest;

/// <summary>Which compositions may run several times at once.</summary>
public sealed record MultiComposition(bool? Recording = null, bool? Hls = null, bool? Rtmp = null);

namespace Serverless.Rtc.Rtp;

/// <summary>What many frames of a structure have in common (AV1 RTP specification, A.8.1).</summary>
/// <param name="SpatialId">0–3.</param>
/// <param name="TemporalId">0–7.</param>
/// <param name="Indications">Two bits for each decode target, the first in the lowest bits.</param>
/// <param name="References">The frames it refers to.</param>
public readonly record struct DependencyTemplate(
    byte SpatialId, byte TemporalId, ulong Indications, FrameDifferences References);

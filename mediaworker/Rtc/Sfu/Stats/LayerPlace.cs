namespace Serverless.Rtc.Sfu.Stats;

/// <summary>A quality of a picture.</summary>
/// <param name="Spatial">Simulcast or spatial layer; 0 is the smallest.</param>
/// <param name="Temporal">0 has the fewest pictures.</param>
public readonly record struct LayerPlace(int Spatial, int Temporal);

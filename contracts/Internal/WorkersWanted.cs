namespace Serverless.Contracts.Internal;

/// <summary>GET /internal/scale on functions, by the autoscaler (KEDA's metrics-api) with the scale key as bearer.</summary>
/// <param name="Workers">How many there should be.</param>
public sealed record WorkersWanted(int Workers);

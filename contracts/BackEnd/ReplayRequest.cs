namespace Serverless.Contracts.BackEnd;

/// <summary>POST /v2/webhooks/dead-letters/replay: send these again, for another day if need be.</summary>
/// <param name="Ids">1 to 100.</param>
public sealed record ReplayRequest(IReadOnlyList<string> Ids);

/// <param name="Replayed">How many of them were still there.</param>
public sealed record ReplayResponse(int Replayed);

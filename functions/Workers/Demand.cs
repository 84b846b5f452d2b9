namespace Serverless.Functions.Workers;

/// <summary>Row <c>{roomId}</c> in partition <c>demand</c> of table <c>workers</c>: people who come, or wait, and need a worker.</summary>
/// <param name="RoomId">Where.</param>
/// <param name="Since">When somebody first asked and there was none.</param>
/// <param name="From">Workers are wanted from then on.</param>
/// <param name="Until">Nobody counts on it any more.</param>
internal sealed record Demand(string RoomId, DateTimeOffset Since, DateTimeOffset From, DateTimeOffset Until);

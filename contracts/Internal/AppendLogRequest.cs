using Serverless.Contracts.Signaling;

namespace Serverless.Contracts.Internal;

/// <summary>POST /internal/rooms/{roomId}/log on functions: one durable batch. 409 stale_epoch or stale_sequence.</summary>
/// <param name="Epoch">The epoch the worker holds; an older one than the stored is refused.</param>
/// <param name="AfterSeq">The sequence number the worker believes is the last.</param>
/// <param name="Entries">At most 50, numbered from AfterSeq + 1.</param>
public sealed record AppendLogRequest(int Epoch, long AfterSeq, IReadOnlyList<LogEntry> Entries);

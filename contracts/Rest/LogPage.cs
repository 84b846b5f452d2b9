using Serverless.Contracts.Signaling;

namespace Serverless.Contracts.Rest;

/// <summary>GET /v2/rooms/{roomId}/log?after=N&amp;limit=M, with a ticket as bearer.</summary>
/// <param name="LastSeq">Of the newest entry there is, in this page or not.</param>
/// <param name="Entries">Oldest first.</param>
public sealed record LogPage(long LastSeq, IReadOnlyList<LogEntry> Entries);

using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;

namespace Serverless.Worker.Functions;

/// <summary>What rooms ask of functions. Nothing here throws but cancellation: a call that failed in any way answers null or Unavailable.</summary>
internal interface IControlPlane
{
    Task<AppendResult> AppendLogAsync(string roomId, AppendLogRequest request, CancellationToken cancellation);

    /// <summary>Entries after a sequence number, oldest first; null: not available now.</summary>
    Task<LogPage?> ReadLogAsync(string roomId, long afterSeq, int limit, CancellationToken cancellation);

    /// <summary>The newest entries, oldest first; null: not available now.</summary>
    Task<LogPage?> ReadLogTailAsync(string roomId, int count, CancellationToken cancellation);

    /// <summary>Null: not available now; the same events may be told again.</summary>
    Task<ParticipantEventsResponse?> TellParticipantsAsync(
        string roomId, ParticipantEvents events, CancellationToken cancellation);

    /// <summary>How people's media went. False: not taken, and may be told again.</summary>
    Task<bool> ReportQualityAsync(string roomId, QualityReport report, CancellationToken cancellation);

    /// <summary>Who was in the room when it moved here; null: not available now.</summary>
    Task<PresentParticipants?> ReadPresentAsync(string roomId, string sessionId, CancellationToken cancellation);

    /// <summary>Gives the room to another worker; null: not available now.</summary>
    Task<MoveRoomResponse?> MoveRoomAsync(string roomId, MoveRoomRequest request, CancellationToken cancellation);
}

using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Worker.Functions;

namespace Serverless.Worker.Warming;

/// <summary>Functions of the rehearsal: an empty log that takes everything, and nobody outside hears of it.</summary>
internal sealed class SilentFunctions : IControlPlane
{
    public Task<AppendResult> AppendLogAsync(string roomId, AppendLogRequest request, CancellationToken cancellation) =>
        Task.FromResult(AppendResult.Appended);

    public Task<LogPage?> ReadLogAsync(string roomId, long afterSeq, int limit, CancellationToken cancellation) =>
        Task.FromResult<LogPage?>(new LogPage(0, []));

    public Task<LogPage?> ReadLogTailAsync(string roomId, int count, CancellationToken cancellation) =>
        Task.FromResult<LogPage?>(new LogPage(0, []));

    public Task<ParticipantEventsResponse?> TellParticipantsAsync(
        string roomId, ParticipantEvents events, CancellationToken cancellation) =>
        Task.FromResult<ParticipantEventsResponse?>(new ParticipantEventsResponse(false));

    public Task<bool> ReportQualityAsync(string roomId, QualityReport report, CancellationToken cancellation) =>
        Task.FromResult(true);

    public Task<PresentParticipants?> ReadPresentAsync(string roomId, string sessionId, CancellationToken cancellation) =>
        Task.FromResult<PresentParticipants?>(new PresentParticipants([]));

    public Task<MoveRoomResponse?> MoveRoomAsync(string roomId, MoveRoomRequest request, CancellationToken cancellation) =>
        Task.FromResult<MoveRoomResponse?>(null);
}

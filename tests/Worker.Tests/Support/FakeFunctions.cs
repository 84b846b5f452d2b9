using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Functions;

namespace Serverless.Worker.Tests.Support;

/// <summary>The tables behind functions: one log with the rules of the real one, and switches for what can go wrong.</summary>
internal sealed class FakeFunctions : IControlPlane
{
    private readonly List<LogEntry> _log = [];

    public List<AppendLogRequest> Appends { get; } = [];

    public List<ParticipantEvents> Told { get; } = [];

    public List<QualityReport> QualityReports { get; } = [];

    public int Epoch { get; set; } = 1;

    public bool Down { get; set; }

    /// <summary>Appends and reports throw, which the port does not allow.</summary>
    public bool Throws { get; set; }

    /// <summary>The next append is stored, but its answer does not arrive.</summary>
    public bool LoseAnswer { get; set; }

    /// <summary>While it is closed, appends wait.</summary>
    public Gate Gate { get; } = new();

    /// <summary>Who was in the room when it moved here.</summary>
    public List<PresentParticipant> Present { get; } = [];

    /// <summary>Whether another worker can take the room; null: functions do not say.</summary>
    public bool? Moves { get; set; }

    public List<MoveRoomRequest> MoveRequests { get; } = [];

    public bool SessionEnded { get; set; }

    public int Reads { get; private set; }

    public IReadOnlyList<LogEntry> Log => _log;

    public void Store(params IEnumerable<LogEntry> entries) => _log.AddRange(entries);

    public async Task<AppendResult> AppendLogAsync(
        string roomId, AppendLogRequest request, CancellationToken cancellation)
    {
        Appends.Add(request);
        ThrowIfAsked();
        await Gate.PassAsync(isOfLoop: true, cancellation);
        if (Down)
        {
            return AppendResult.Unavailable;
        }

        if (request.Epoch < Epoch)
        {
            return AppendResult.StaleEpoch;
        }

        if (request.AfterSeq != _log.Count)
        {
            return AppendResult.StaleSequence;
        }

        _log.AddRange(request.Entries);
        if (LoseAnswer)
        {
            LoseAnswer = false;
            return AppendResult.Unavailable;
        }

        return AppendResult.Appended;
    }

    public Task<LogPage?> ReadLogAsync(string roomId, long afterSeq, int limit, CancellationToken cancellation)
    {
        Reads++;
        return Task.FromResult(
            Down ? null : new LogPage(_log.Count, [.. _log.Where(entry => entry.Seq > afterSeq).Take(limit)]));
    }

    public Task<LogPage?> ReadLogTailAsync(string roomId, int count, CancellationToken cancellation) =>
        Task.FromResult(Down ? null : new LogPage(_log.Count, [.. _log.TakeLast(count)]));

    public async Task<ParticipantEventsResponse?> TellParticipantsAsync(
        string roomId, ParticipantEvents events, CancellationToken cancellation)
    {
        Told.Add(events);
        ThrowIfAsked();
        await Gate.PassAsync(isOfLoop: true, cancellation);
        return (Down ? null : new ParticipantEventsResponse(SessionEnded));
    }

    public Task<bool> ReportQualityAsync(string roomId, QualityReport report, CancellationToken cancellation)
    {
        QualityReports.Add(report);
        return Task.FromResult(!Down);
    }

    private void ThrowIfAsked()
    {
        if (Throws)
        {
            throw new InvalidOperationException("A bug.");
        }
    }

    public Task<PresentParticipants?> ReadPresentAsync(string roomId, string sessionId, CancellationToken cancellation) =>
        Task.FromResult(Down ? null : new PresentParticipants(Present));

    public Task<MoveRoomResponse?> MoveRoomAsync(
        string roomId, MoveRoomRequest request, CancellationToken cancellation)
    {
        MoveRequests.Add(request);
        return Task.FromResult(Moves is { } moved ? new MoveRoomResponse(moved) : null);
    }
}

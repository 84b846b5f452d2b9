using Serverless.Contracts.Internal;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Quality;

/// <summary>Bounded pictures of how media went, per participant and per session.</summary>
internal sealed class QualityStore(ITableStore store)
{
    /// <summary>Ten minutes by ten seconds, or an hour by the minute; a row is written with each report.</summary>
    private const int MaxPersonSamples = 60;

    private const int MaxSessionSamples = 240;
    private const string SessionKey = "session";
    private const string PersonPrefix = "p-";

    private readonly ITable _table = store.Table("quality");

    /// <summary>One writer per room, its worker: rows are read and put without a condition. After a move the last one wins.</summary>
    public async Task AddAsync(QualityReport report, CancellationToken cancellationToken)
    {
        if (report.Participants.Count == 0)
        {
            return;
        }

        foreach (var people in report.Participants.Chunk(TableLimits.MaxOperations))
        {
            var puts = await Task.WhenAll(people.Select(person => NextAsync(
                report.SessionId, PersonKey(person.ParticipantId), QualitySample.Of(person, report.At), MaxPersonSamples,
                cancellationToken)));
            await _table.TransactAsync(report.SessionId, puts, cancellationToken);
        }

        var together = report.Participants
            .Select(person => QualitySample.Of(person, report.At) with { Resolutions = null })
            .Aggregate((a, b) => a.With(b));
        var put = await NextAsync(report.SessionId, SessionKey, together, MaxSessionSamples, cancellationToken);
        await _table.TransactAsync(report.SessionId, [put], cancellationToken);
    }

    public Task<IReadOnlyList<QualitySample>> SessionAsync(string sessionId, CancellationToken cancellationToken) =>
        ReadAsync(sessionId, SessionKey, cancellationToken);

    public Task<IReadOnlyList<QualitySample>> PersonAsync(
        string sessionId, string participantId, CancellationToken cancellationToken) =>
        ReadAsync(sessionId, PersonKey(participantId), cancellationToken);

    /// <summary>All of a session.</summary>
    public Task ForgetAsync(string sessionId, CancellationToken cancellationToken) =>
        _table.ClearAsync(sessionId, RowRange.All, cancellationToken);

    private static string PersonKey(string participantId) => PersonPrefix + TableKey.Of(participantId);

    private async Task<IReadOnlyList<QualitySample>> ReadAsync(
        string sessionId, string key, CancellationToken cancellationToken)
    {
        var row = await _table.ReadAsync(sessionId, key, QualityRows.Default.QualitySeries, cancellationToken);
        return row?.Value.Samples ?? [];
    }

    private async Task<TableOperation> NextAsync(
        string sessionId, string key, QualitySample sample, int limit, CancellationToken cancellationToken)
    {
        var series = new QualitySeries(await ReadAsync(sessionId, key, cancellationToken));
        return new TableOperation.Put(key, QualityRows.Default.QualitySeries.ToBody(series.With(sample, limit)));
    }
}

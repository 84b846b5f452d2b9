using System.Globalization;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

internal sealed class DeadLetterStore(ITableStore store, TimeProvider time)
{
    /// <summary>From the event on.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const int SweptAtOnce = 20;

    private readonly ITable _table = store.Table("deadletters");

    /// <summary>Repeating it changes nothing. Takes a few of those away that are too old: more than come.</summary>
    public async Task AddAsync(string endpoint, Delivery delivery, CancellationToken cancellationToken)
    {
        var letter = new DeadLetter(delivery, time.GetUtcNow());
        await _table.InsertAsync(
            delivery.TenantId, KeyOf(endpoint, delivery), WebhookRows.Default.DeadLetter.ToBody(letter), cancellationToken);
        var tooOld = new RowRange(string.Empty, Moment(time.GetUtcNow() - Retention));
        foreach (var row in await _table.ScanAsync(delivery.TenantId, tooOld, SweptAtOnce, cancellationToken))
        {
            await _table.DeleteAsync(delivery.TenantId, row.Key, null, cancellationToken);
        }
    }

    /// <summary>Behind <paramref name="after"/>, oldest events first.</summary>
    public async Task<IReadOnlyList<(string Id, DeadLetter Letter)>> ListAsync(
        string tenantId, string after, int limit, CancellationToken cancellationToken)
    {
        // A blank is the lowest character of a key, so this is the first key that can follow.
        var range = new RowRange(after.Length == 0 ? Moment(time.GetUtcNow() - Retention) : after + " ", null);
        var rows = await _table.ScanAsync(tenantId, range, limit, cancellationToken);
        return [.. rows.Select(row => (row.Key, WebhookRows.Default.DeadLetter.FromBody(row.Body)))];
    }

    public async Task<DeadLetter?> FindAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        if (!TableKey.IsValid(id))
        {
            return null;
        }

        var row = await _table.ReadAsync(tenantId, id, WebhookRows.Default.DeadLetter, cancellationToken);
        return row?.Value;
    }

    public Task RemoveAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        _table.DeleteAsync(tenantId, id, null, cancellationToken);

    private static string KeyOf(string endpoint, Delivery delivery) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Moment(delivery.EventAt)}-{delivery.RoomId}-{delivery.Sequence}-{endpoint}");

    private static string Moment(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}

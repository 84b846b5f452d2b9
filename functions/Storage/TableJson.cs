using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Serverless.Functions.Storage;

/// <summary>Rows as records.</summary>
internal static class TableJson
{
    // Each failed attempt means that another writer got through, so only a livelock or a bug reaches this.
    private const int MaxAttempts = 1000;

    public static ReadOnlyMemory<byte> ToBody<T>(this JsonTypeInfo<T> type, T value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, type);

    public static T FromBody<T>(this JsonTypeInfo<T> type, ReadOnlyMemory<byte> body)
        where T : class =>
        JsonSerializer.Deserialize(body.Span, type) ?? throw new InvalidDataException("A row holds null.");

    public static async Task<Stored<T>?> ReadAsync<T>(
        this ITable table, string partition, string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var row = await table.GetAsync(partition, key, cancellationToken);
        return row is null ? null : new Stored<T>(type.FromBody(row.Body), row.ETag);
    }

    /// <summary>
    /// Read, change, replace under the ETag, again until no other writer came between.
    /// <paramref name="change"/> gets null where there is no row, and answers null to leave things as they are.
    /// </summary>
    /// <returns>What was there before and what is there now.</returns>
    public static async Task<(T? Before, T? After)> ChangeAsync<T>(
        this ITable table, string partition, string key, JsonTypeInfo<T> type, Func<T?, T?> change,
        CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await table.ReadAsync(partition, key, type, cancellationToken);
            var before = stored?.Value;
            if (change(before) is not { } after)
            {
                return (before, before);
            }

            var etag = stored is null
                ? await table.InsertAsync(partition, key, type.ToBody(after), cancellationToken)
                : await table.ReplaceAsync(partition, key, type.ToBody(after), stored.ETag, cancellationToken);
            if (etag is not null)
            {
                return (before, after);
            }
        }

        throw new InvalidOperationException("A row never came to rest.");
    }
}

using Azure.Data.Tables;

namespace Serverless.Functions.Storage;

/// <summary>
/// Rows as entities of Azure Tables. The body is cut into binary properties of at most 64 KiB: a string would take two
/// bytes of the entity's 1 MiB for each of its characters. <c>Write</c> names the write that made the row.
/// </summary>
internal static class TableEntities
{
    private const int ChunkBytes = 64 * 1024;
    private const string Write = "Write";

    private static readonly string[] Chunks =
        [.. Enumerable.Range(0, (TableLimits.MaxBodyBytes / ChunkBytes) + 1).Select(i => $"Body{i}")];

    public static TableEntity ToEntity(string partition, TableOperation operation, Guid write)
    {
        var entity = new TableEntity(partition, operation.Key) { [Write] = write };
        var body = operation.Body;
        for (var i = 0; i == 0 || i * ChunkBytes < body.Length; i++)
        {
            var rest = body[(i * ChunkBytes)..];
            entity[Chunks[i]] = rest[..Math.Min(ChunkBytes, rest.Length)].ToArray();
        }

        return entity;
    }

    public static Row ToRow(TableEntity entity)
    {
        var first = entity.GetBinary(Chunks[0]) ?? throw new InvalidDataException("A row has no body.");
        return new Row(entity.RowKey, entity.ETag.ToString(), first.Length < ChunkBytes ? first : Join(entity));
    }

    public static bool IsWrittenBy(TableEntity entity, Guid write) => entity.GetGuid(Write) == write;

    private static byte[] Join(TableEntity entity)
    {
        using var body = new MemoryStream();
        foreach (var name in Chunks)
        {
            if (entity.GetBinary(name) is not { } chunk)
            {
                break;
            }

            body.Write(chunk);
        }

        return body.ToArray();
    }
}

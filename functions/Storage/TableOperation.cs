namespace Serverless.Functions.Storage;

/// <summary>One step of a transaction.</summary>
internal abstract record TableOperation(string Key)
{
    /// <summary>Fails where the row exists.</summary>
    public sealed record Insert(string Key, ReadOnlyMemory<byte> Body) : TableOperation(Key);

    /// <summary>Fails where the row changed or is gone.</summary>
    public sealed record Replace(string Key, ReadOnlyMemory<byte> Body, string ETag) : TableOperation(Key);

    /// <summary>Inserts or replaces, whatever is there.</summary>
    public sealed record Put(string Key, ReadOnlyMemory<byte> Body) : TableOperation(Key);

    /// <summary>Fails where the row changed or is gone; ETag null: where it is gone.</summary>
    public sealed record Delete(string Key, string? ETag) : TableOperation(Key);
}

namespace Serverless.Functions.Storage;

/// <summary>One step of a transaction.</summary>
/// <param name="Key">Of the row, within the transaction's partition.</param>
/// <param name="Body">What the row holds afterwards; empty where it goes.</param>
internal abstract record TableOperation(string Key, ReadOnlyMemory<byte> Body)
{
    /// <summary>Fails where the row exists.</summary>
    public sealed record Insert(string Key, ReadOnlyMemory<byte> Body) : TableOperation(Key, Body);

    /// <summary>Fails where the row changed or is gone.</summary>
    public sealed record Replace(string Key, ReadOnlyMemory<byte> Body, string ETag) : TableOperation(Key, Body);

    /// <summary>Inserts or replaces, whatever is there.</summary>
    public sealed record Put(string Key, ReadOnlyMemory<byte> Body) : TableOperation(Key, Body);

    /// <summary>Fails where the row changed or is gone; ETag null: where it is gone.</summary>
    public sealed record Delete(string Key, string? ETag) : TableOperation(Key, ReadOnlyMemory<byte>.Empty);
}

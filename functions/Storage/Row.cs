namespace Serverless.Functions.Storage;

/// <param name="Key">Within its partition.</param>
/// <param name="ETag">Opaque; never returns to an earlier value, not even after a delete.</param>
/// <param name="Body">UTF-8 JSON, as written.</param>
internal sealed record Row(string Key, string ETag, ReadOnlyMemory<byte> Body);

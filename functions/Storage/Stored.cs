namespace Serverless.Functions.Storage;

/// <summary>A row's value and the ETag under which it may be replaced.</summary>
internal sealed record Stored<T>(T Value, string ETag);

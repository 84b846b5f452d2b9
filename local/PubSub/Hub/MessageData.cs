namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// What a publisher sent. <paramref name="Content"/> is JSON text, UTF-8 text or the bytes themselves, never their
/// JSON envelope; it is valid JSON whenever <paramref name="Type"/> says so.
/// </summary>
internal readonly record struct MessageData(DataType Type, ReadOnlyMemory<byte> Content);

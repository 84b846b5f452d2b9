namespace Serverless.Local.PubSub.Upstream;

/// <summary>One CloudEvent on its way to a handler.</summary>
/// <param name="Type">Such as <c>azure.webpubsub.sys.connect</c>.</param>
/// <param name="Id">Of the event within its connection; a repeated try has the same.</param>
/// <param name="State">Of the connection; null: the handler set none.</param>
internal sealed record UpstreamEvent(
    string Type, string Name, string Id, string? State, string MediaType, ReadOnlyMemory<byte> Body)
{
    private const string Json = "application/json";

    public static UpstreamEvent System(string name, ulong id, string? state, ReadOnlyMemory<byte> body) =>
        new($"azure.webpubsub.sys.{name}", name, $"{id}", state, Json, body);

    public static UpstreamEvent User(
        string name, ulong id, string? state, string mediaType, ReadOnlyMemory<byte> body) =>
        new($"azure.webpubsub.user.{name}", name, $"{id}", state, mediaType, body);
}

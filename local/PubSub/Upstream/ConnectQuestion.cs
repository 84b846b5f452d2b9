namespace Serverless.Local.PubSub.Upstream;

/// <summary>The body of <c>connect</c>: how the client came, without its credential.</summary>
internal sealed record ConnectQuestion(
    IReadOnlyDictionary<string, string[]> Claims,
    IReadOnlyDictionary<string, string[]> Query,
    IReadOnlyDictionary<string, string[]> Headers,
    IReadOnlyList<string> Subprotocols)
{
    private const string TokenParameter = "access_token";

    /// <summary>Client certificates are not asked for.</summary>
    public IReadOnlyList<string> ClientCertificates { get; } = [];

    public static ConnectQuestion Of(HttpRequest request, IReadOnlyDictionary<string, string[]> claims) => new(
        claims,
        request.Query
            .Where(parameter => !parameter.Key.Equals(TokenParameter, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.OfType<string>().ToArray()),
        request.Headers
            .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key, header => header.Value.OfType<string>().ToArray()),
        [.. request.HttpContext.WebSockets.WebSocketRequestedProtocols]);
}

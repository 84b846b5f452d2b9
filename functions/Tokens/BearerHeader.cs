namespace Serverless.Functions.Tokens;

internal static class BearerHeader
{
    private const string Scheme = "Bearer ";

    /// <summary>The credential of the Authorization header, bare (as VideoSDK's clients send it) or after <c>Bearer</c>; null: none.</summary>
    public static string? Read(HttpRequest request)
    {
        var value = request.Headers.Authorization.ToString().Trim();
        if (value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            value = value[Scheme.Length..].Trim();
        }

        return value.Length == 0 ? null : value;
    }
}

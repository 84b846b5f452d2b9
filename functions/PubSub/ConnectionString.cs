using System.Diagnostics.CodeAnalysis;

namespace Serverless.Functions.PubSub;

/// <summary><c>Endpoint=https://…;AccessKey=…;Version=1.0;</c>; names in any case, an optional <c>Port</c>.</summary>
internal sealed record ConnectionString(Uri Endpoint, string AccessKey)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out ConnectionString? parsed)
    {
        parsed = null;
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // An access key may end with '=' signs of its own: only the first one separates.
            var separator = part.IndexOf('=', StringComparison.Ordinal);
            if (separator <= 0)
            {
                return false;
            }

            parts[part[..separator].TrimEnd()] = part[(separator + 1)..].TrimStart();
        }

        if (!parts.TryGetValue("Endpoint", out var endpoint)
            || !parts.TryGetValue("AccessKey", out var key) || key.Length == 0
            || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https"))
        {
            return false;
        }

        if (parts.TryGetValue("Port", out var portText))
        {
            if (!ushort.TryParse(portText, out var port))
            {
                return false;
            }

            uri = new UriBuilder(uri) { Port = port }.Uri;
        }

        parsed = new ConnectionString(uri, key);
        return true;
    }

    /// <summary>Without the key.</summary>
    public override string ToString() => $"ConnectionString {Endpoint}";
}

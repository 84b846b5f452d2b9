using System.Globalization;

namespace Serverless.Functions.PubSub;

/// <summary>
/// Where a Web PubSub resource is and the key that signs for it. Its text form does not show the key.
/// </summary>
public sealed class PubSubConnectionString
{
    private PubSubConnectionString(Uri endpoint, string accessKey)
    {
        Endpoint = endpoint;
        AccessKey = accessKey;
    }

    /// <summary>Scheme, host and port, with a slash at the end.</summary>
    public Uri Endpoint { get; }

    internal string AccessKey { get; }

    /// <summary>
    /// Reads <c>Endpoint=https://…;AccessKey=…;Version=1.0;Port=…;</c>. Throws <see cref="FormatException"/>, which
    /// names the wrong field and never its value.
    /// </summary>
    public static PubSubConnectionString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // Only the first "=": a key may end in some.
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || !fields.TryAdd(part[..at].Trim(), part[(at + 1)..].Trim()))
            {
                throw new FormatException(
                    "A part of the Web PubSub connection string is not 'Name=value', or occurs twice.");
            }
        }

        if (fields.TryGetValue("Version", out var version) && !version.StartsWith("1.", StringComparison.Ordinal))
        {
            throw new FormatException("Only version 1 of Web PubSub connection strings is supported.");
        }

        var accessKey = fields.GetValueOrDefault("AccessKey");
        return string.IsNullOrEmpty(accessKey)
            ? throw new FormatException("The Web PubSub connection string has no AccessKey.")
            : new PubSubConnectionString(EndpointOf(fields), accessKey);
    }

    public override string ToString() => $"Endpoint={Endpoint};AccessKey=***";

    private static Uri EndpointOf(Dictionary<string, string> fields)
    {
        if (!Uri.TryCreate(fields.GetValueOrDefault("Endpoint"), UriKind.Absolute, out var endpoint)
            || endpoint.Scheme is not ("http" or "https"))
        {
            throw new FormatException("The Web PubSub connection string has no http or https Endpoint.");
        }

        var port = endpoint.Port;
        if (fields.TryGetValue("Port", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is 0 or > ushort.MaxValue))
        {
            throw new FormatException("The Port of the Web PubSub connection string is not a port number.");
        }

        return new UriBuilder(endpoint.Scheme, endpoint.Host, port).Uri;
    }
}

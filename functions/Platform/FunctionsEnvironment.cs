using System.Globalization;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.Platform;

/// <summary>Options of the custom handler, from the app's settings.</summary>
internal static class FunctionsEnvironment
{
    /// <exception cref="InvalidOperationException">Names every setting that is missing or wrong.</exception>
    public static FunctionsOptions Read(IConfiguration settings)
    {
        var missing = new List<string>();
        var publicUrl = Required("SERVERLESS_PUBLIC_URL");
        var workerKey = Required("SERVERLESS_WORKER_KEY");
        var pubSub = Required("SERVERLESS_PUBSUB_CONNECTION_STRING");
        var dataPath = Optional("SERVERLESS_DATA_PATH");
        var tables = Optional("SERVERLESS_TABLES_CONNECTION_STRING");
        var tablesUrl = Optional("SERVERLESS_TABLES_URL");
        if ((dataPath ?? tables ?? tablesUrl) is null)
        {
            missing.Add("SERVERLESS_TABLES_CONNECTION_STRING (or SERVERLESS_TABLES_URL, or SERVERLESS_DATA_PATH)");
        }

        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"These settings are missing: {string.Join(", ", missing)}.");
        }

        if (!Uri.TryCreate(publicUrl, UriKind.Absolute, out var uri))
        {
            throw new InvalidOperationException("SERVERLESS_PUBLIC_URL must be an absolute http(s) address.");
        }

        Uri? account = null;
        if (tablesUrl is not null && !Uri.TryCreate(tablesUrl, UriKind.Absolute, out account))
        {
            throw new InvalidOperationException("SERVERLESS_TABLES_URL must be an absolute https address.");
        }

        var apiKey = settings["SERVERLESS_DEVELOPMENT_API_KEY"];
        var secret = settings["SERVERLESS_DEVELOPMENT_SECRET"];
        return new FunctionsOptions
        {
            PublicUrl = uri,
            DataPath = dataPath,
            TablesConnectionString = tables,
            TablesUrl = account,
            WorkerKey = workerKey,
            PubSubConnectionString = pubSub,
            DevelopmentTenant = apiKey is { Length: > 0 } && secret is { Length: > 0 }
                ? new DevelopmentTenant(apiKey, secret)
                : null,
        };

        string? Optional(string name) => settings[name] is { Length: > 0 } value ? value : null;

        string Required(string name)
        {
            if (Optional(name) is { } value)
            {
                return value;
            }

            missing.Add(name);
            return string.Empty;
        }
    }

    /// <summary>The loopback port that the Functions host gives its custom handler; null: there is no such host.</summary>
    public static int? Port(IConfiguration settings) =>
        int.TryParse(settings["FUNCTIONS_CUSTOMHANDLER_PORT"], CultureInfo.InvariantCulture, out var port) ? port : null;
}

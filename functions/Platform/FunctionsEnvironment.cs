using System.Globalization;
using System.Net;
using Serverless.Functions.Limits;
using Serverless.Functions.Retention;
using Serverless.Functions.Secrecy;
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
        var pubSub = Optional("SERVERLESS_PUBSUB_CONNECTION_STRING");
        var pubSubUrl = Optional("SERVERLESS_PUBSUB_URL");
        if ((pubSub ?? pubSubUrl) is null)
        {
            missing.Add("SERVERLESS_PUBSUB_CONNECTION_STRING (or SERVERLESS_PUBSUB_URL)");
        }

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

        Uri? pubSubEndpoint = null;
        if (pubSubUrl is not null && !Uri.TryCreate(pubSubUrl, UriKind.Absolute, out pubSubEndpoint))
        {
            throw new InvalidOperationException("SERVERLESS_PUBSUB_URL must be an absolute https address.");
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
            WebhookPrivateKey = Optional("SERVERLESS_WEBHOOK_PRIVATE_KEY"),
            WebhookAllowedNetworks = Networks(Optional("SERVERLESS_WEBHOOK_ALLOWED_NETWORKS")),
            WorkerKey = workerKey,
            PubSubConnectionString = pubSub,
            RateLimits = RateLimitSettings.Read(settings),
            DataKeys = DataKeys(Optional("SERVERLESS_DATA_KEYS")),
            Retention = RetentionSettings.Read(settings),
            ManageKey = Optional("SERVERLESS_MANAGE_KEY"),
            ScaleKey = Optional("SERVERLESS_SCALE_KEY"),
            PubSubUrl = pubSubEndpoint,
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

    private static IReadOnlyList<DataKey> DataKeys(string? list)
    {
        try
        {
            return DataKey.ParseList(list);
        }
        catch (FormatException problem)
        {
            throw new InvalidOperationException($"SERVERLESS_DATA_KEYS is wrong. {problem.Message}", problem);
        }
    }

    private static IPNetwork[] Networks(string? list)
    {
        try
        {
            return [.. (list ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(text => IPNetwork.Parse(text))];
        }
        catch (FormatException problem)
        {
            throw new InvalidOperationException(
                "SERVERLESS_WEBHOOK_ALLOWED_NETWORKS is a list of networks such as 10.1.0.0/16, separated by commas.", problem);
        }
    }

    /// <summary>The loopback port that the Functions host gives its custom handler; null: there is no such host.</summary>
    public static int? Port(IConfiguration settings) =>
        int.TryParse(settings["FUNCTIONS_CUSTOMHANDLER_PORT"], CultureInfo.InvariantCulture, out var port) ? port : null;
}

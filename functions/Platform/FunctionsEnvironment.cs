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
        var dataPath = Required("SERVERLESS_DATA_PATH");
        var workerKey = Required("SERVERLESS_WORKER_KEY");
        var pubSub = Required("SERVERLESS_PUBSUB_CONNECTION_STRING");
        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"These settings are missing: {string.Join(", ", missing)}.");
        }

        if (!Uri.TryCreate(publicUrl, UriKind.Absolute, out var uri))
        {
            throw new InvalidOperationException("SERVERLESS_PUBLIC_URL must be an absolute http(s) address.");
        }

        var apiKey = settings["SERVERLESS_DEVELOPMENT_API_KEY"];
        var secret = settings["SERVERLESS_DEVELOPMENT_SECRET"];
        return new FunctionsOptions
        {
            PublicUrl = uri,
            DataPath = dataPath,
            WorkerKey = workerKey,
            PubSubConnectionString = pubSub,
            DevelopmentTenant = apiKey is { Length: > 0 } && secret is { Length: > 0 }
                ? new DevelopmentTenant(apiKey, secret)
                : null,
        };

        string Required(string name)
        {
            if (settings[name] is { Length: > 0 } value)
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

using Azure.Identity;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;

namespace Serverless.Functions.PubSub;

/// <summary>The client that the options name.</summary>
internal static class PubSubClients
{
    /// <returns>null: the options name one; else what is wrong with them, without values.</returns>
    public static string? Refuse(FunctionsOptions options)
    {
        if (options.PubSubConnectionString is null == options.PubSubUrl is null)
        {
            return $"Exactly one of {nameof(options.PubSubConnectionString)} and {nameof(options.PubSubUrl)} "
                + "says where Web PubSub is.";
        }

        if (options.PubSubUrl is { } url && (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps))
        {
            return $"{nameof(options.PubSubUrl)} must be an absolute https address: it gets bearer tokens.";
        }

        try
        {
            _ = options.PubSubConnectionString is { } text ? PubSubConnectionString.Parse(text) : null;
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }

    public static IPubSubClient Open(FunctionsOptions options, TimeProvider time)
    {
        var settings = new PubSubClientOptions { Time = time };
        return options.PubSubUrl is { } url
            ? new PubSubClient(url, new DefaultAzureCredential(), Groups.Hub, settings)
            : new PubSubClient(PubSubConnectionString.Parse(options.PubSubConnectionString!), Groups.Hub, settings);
    }
}

using Serverless.Functions.Tokens;

namespace Serverless.Functions.Platform;

/// <summary>VideoSDK's routes that nothing stands behind: a caller with a good token is told so, whatever it asks.</summary>
internal static class NotBuilt
{
    private static readonly string[] Roots =
    [
        "/v2/recordings", "/v2/hls", "/v2/livestreams", "/v2/transcodings", "/v2/ingest", "/v2/resource", "/v2/sip",
        "/v2/batch-calls", "/v2/connectors", "/v2/agent", "/v2/alertRules", "/v2/incidents", "/ai/v1",
    ];

    public static void MapNotBuilt(this IEndpointRouteBuilder app)
    {
        foreach (var root in Roots)
        {
            app.Map(root + "/{**rest}", () => Failures.NotBuilt(root)).ForBackEnd(moderates: false)
                .ExcludeFromDescription();
        }
    }
}

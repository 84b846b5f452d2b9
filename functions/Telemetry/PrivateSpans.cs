using System.Diagnostics;
using OpenTelemetry;

namespace Serverless.Functions.Telemetry;

/// <summary>
/// Takes out of spans what tells about people or opens doors: addresses and programs of callers, codes, names and keys in paths and
/// queries. What is left of an address is its route, or of a call to elsewhere the host.
/// </summary>
internal sealed class PrivateSpans : BaseProcessor<Activity>
{
    private static readonly string[] Taken =
    [
        "url.query", "client.address", "client.port", "network.peer.address", "network.peer.port", "user_agent.original",
    ];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Taken)
        {
            data.SetTag(tag, null);
        }

        if (data.GetTagItem("url.path") is not null)
        {
            data.SetTag("url.path", data.GetTagItem("http.route"));
        }

        if (data.GetTagItem("url.full") is string full)
        {
            data.SetTag("url.full", Uri.TryCreate(full, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : null);
        }
    }
}

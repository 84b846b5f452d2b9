using System.Globalization;
using System.Net.Http.Headers;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Upstream;

/// <summary>CloudEvents over HTTP in binary mode (CloudEvents HTTP binding 1.0, section 3.1), with the service's extensions.</summary>
internal static class UpstreamRequest
{
    public static HttpRequestMessage Create(
        Uri url, UpstreamIdentity from, UpstreamEvent cloudEvent, string signature, DateTimeOffset now)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ReadOnlyMemoryContent(cloudEvent.Body),
        };
        request.Content.Headers.ContentType = cloudEvent.MediaType == MediaTypes.Binary
            ? new MediaTypeHeaderValue(cloudEvent.MediaType)
            : new MediaTypeHeaderValue(cloudEvent.MediaType, "utf-8");
        AddOrigin(request, from.Origin);
        Add("ce-specversion", "1.0");
        Add("ce-type", cloudEvent.Type);
        Add("ce-source", $"/hubs/{from.Hub}/client/{from.ConnectionId}");
        Add("ce-id", cloudEvent.Id);
        Add("ce-time", now.ToString("O", CultureInfo.InvariantCulture));
        Add("ce-signature", signature);
        Add("ce-connectionId", from.ConnectionId);
        Add("ce-hub", from.Hub);
        Add("ce-eventName", cloudEvent.Name);
        Add("ce-userId", from.UserId);
        Add("ce-subprotocol", from.Subprotocol);
        Add("ce-connectionState", cloudEvent.State);
        return request;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                request.Headers.TryAddWithoutValidation(name, HeaderText.Of(value));
            }
        }
    }

    /// <summary>What every request of the service carries, and by which the express middleware knows them.</summary>
    public static void AddOrigin(HttpRequestMessage request, string origin)
    {
        request.Headers.TryAddWithoutValidation("WebHook-Request-Origin", origin);
        request.Headers.TryAddWithoutValidation("ce-awpsversion", "1.0");
    }
}

using Serverless.Contracts.BackEnd;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Webhooks;

/// <summary>What a request for a webhook may say.</summary>
internal static class WebhookRules
{
    private const int MaxEndPointLength = 512;
    private const int MaxEvents = 50;
    private const int MaxEventLength = 64;

    /// <returns>null: the request is fine.</returns>
    public static Failure? Refuse(CreateWebhookRequest request)
    {
        if (request.EndPoint.Length > MaxEndPointLength
            || !Uri.TryCreate(request.EndPoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.UserInfo.Length > 0)
        {
            return Failures.InvalidRequest(
                $"endPoint is an absolute http(s) address of at most {MaxEndPointLength} characters, without user and password.");
        }

        // Nullable annotations do not reach into lists.
        return request.Events is { } events
            && (events.Count > MaxEvents || events.Any(name => name is not { Length: > 0 and <= MaxEventLength }))
            ? Failures.InvalidRequest(
                $"events has at most {MaxEvents} names of 1 to {MaxEventLength} characters, each exact or ending in a star.")
            : null;
    }
}

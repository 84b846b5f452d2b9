using Microsoft.AspNetCore.Http.HttpResults;
using Serverless.Contracts.BackEnd;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Webhooks;

internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v2/public/rsa-public-key", PublicKeyAsync)
            .Tells("getRsaPublicKey", "The key that verifies deliveries").Gives(typeof(RsaPublicKeyResponse));
        app.MapPost("/v2/webhooks", CreateAsync).ForBackEnd().ForWholeTenant()
            .Tells("createWebhook", "Subscribes an address to events").Takes(typeof(CreateWebhookRequest)).Gives(typeof(WebhookResponse))
            .Fails(409);
        app.MapGet("/v2/webhooks", ListAsync).ForBackEnd().ForWholeTenant()
            .Tells("listWebhooks", "Lists the tenant's webhooks").Gives(typeof(WebhookList));
        app.MapGet("/v2/webhooks/{id}", GetAsync).ForBackEnd().ForWholeTenant()
            .Tells("getWebhook", "Shows a webhook").Gives(typeof(WebhookResponse));
        app.MapDelete("/v2/webhooks/{id}", DeleteAsync).ForBackEnd().ForWholeTenant()
            .Tells("deleteWebhook", "Ends a subscription").Gives(null, StatusCodes.Status204NoContent);
        app.MapGet("/v2/webhooks/secret", SecretAsync).ForBackEnd().ForWholeTenant()
            .Tells("getWebhookSecret", "The secret of the second signature").Gives(typeof(WebhookSecretResponse));
        app.MapPost("/v2/webhooks/secret/rotate", RotateAsync).ForBackEnd().ForWholeTenant()
            .Tells("rotateWebhookSecret", "Replaces it; the old one is good for a while").Gives(typeof(WebhookSecretResponse));
    }

    /// <summary>Behind <see cref="CallerRules.ForBackEnd"/>: a token for one room or one person sees nothing of the others' events.</summary>
    public static RouteHandlerBuilder ForWholeTenant(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(async (call, next) => call.HttpContext.Caller().RefuseWholeTenant() is { } refused
            ? refused
            : await next(call));

    // Anybody may have it: that is what it is for.
    private static async Task<IResult> PublicKeyAsync(HttpContext http, RsaSigner signer) => TypedResults.Json(
        new RsaPublicKeyResponse(await signer.PublicKeyAsync(http.RequestAborted)),
        BackEndJson.Default.RsaPublicKeyResponse);

    private static async Task<IResult> CreateAsync(HttpContext http, TenantWebhooksService webhooks)
    {
        var body = await RequestBody.ReadAsync(http, BackEndJson.Default.CreateWebhookRequest);
        return body.Failed
            ? body.Failure
            : Answer(
                await webhooks.CreateAsync(http.Caller().TenantId, body.Value, http.RequestAborted),
                StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext http, TenantWebhooksService webhooks) => TypedResults.Json(
        await webhooks.ListAsync(http.Caller().TenantId, http.RequestAborted), BackEndJson.Default.WebhookList);

    private static async Task<IResult> GetAsync(HttpContext http, string id, TenantWebhooksService webhooks) =>
        Answer(await webhooks.GetAsync(http.Caller().TenantId, id, http.RequestAborted));

    private static async Task<IResult> DeleteAsync(HttpContext http, string id, TenantWebhooksService webhooks) =>
        await webhooks.DeleteAsync(http.Caller().TenantId, id, http.RequestAborted) is { } refused
            ? refused
            : TypedResults.NoContent();

    private static async Task<IResult> SecretAsync(HttpContext http, SigningSecretStore secrets, TimeProvider time) =>
        Answer(await secrets.GetAsync(http.Caller().TenantId, http.RequestAborted), time);

    private static async Task<IResult> RotateAsync(HttpContext http, SigningSecretStore secrets, TimeProvider time) =>
        Answer(await secrets.RotateAsync(http.Caller().TenantId, http.RequestAborted), time);

    private static JsonHttpResult<WebhookSecretResponse> Answer(SigningSecret secret, TimeProvider time) => TypedResults.Json(
        new WebhookSecretResponse(
            secret.Current, secret.PreviousUntil > time.GetUtcNow() ? secret.PreviousUntil : null),
        BackEndJson.Default.WebhookSecretResponse);

    private static IResult Answer(Outcome<WebhookResponse> webhook, int status = StatusCodes.Status200OK) => webhook.Failed
        ? webhook.Failure
        : TypedResults.Json(webhook.Value, BackEndJson.Default.WebhookResponse, statusCode: status);
}

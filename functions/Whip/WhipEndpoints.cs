using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Whip;

/// <summary>
/// WebRTC over plain HTTP: WHIP (RFC 9725) publishes, WHEP (draft-ietf-wish-whep-04) watches. Rules WH1 to WH9 are in
/// docs/protocol.md.
/// </summary>
internal static class WhipEndpoints
{
    private const string Whip = "/v2/whip";
    private const string Whep = "/v2/whep";

    /// <summary>RFC 9725 §4: whoever asks for options hears what can be posted; a browser's preflight is answered by CORS.</summary>
    public static void UseWhipOptions(this WebApplication app) => app.UseWhen(
        http => HttpMethods.IsOptions(http.Request.Method) && http.Request.Path.Value is Whip or Whep,
        options => options.Use((http, next) =>
        {
            http.Response.Headers["Accept-Post"] = WhipMediaTypes.Sdp;
            return next(http);
        }));

    public static void MapWhip(this IEndpointRouteBuilder app)
    {
        app.MapPost(Whip, (HttpContext http, ApiTokenVerifier tokens, WhipService service, FunctionsOptions options) =>
            PostAsync(http, tokens, options, Whip, (caller, request, offer, sdp) =>
                service.PublishAsync(caller, request, offer, sdp, http.RequestAborted)))
            .Tells("publish", "Publishes by WHIP").Starts();
        app.MapPost(Whep, (HttpContext http, ApiTokenVerifier tokens, WhipService service, FunctionsOptions options) =>
            PostAsync(http, tokens, options, Whep, (caller, request, offer, _) =>
                service.WatchAsync(caller, request, offer, http.RequestAborted)))
            .Tells("watch", "Watches by WHEP").Starts();
        foreach (var endpoint in new[] { Whip, Whep })
        {
            app.MapMethods(endpoint, [HttpMethods.Options], (HttpContext http) => Allow(http, "OPTIONS, POST")).ExcludeFromDescription();
            var word = endpoint == Whip ? "Publishing" : "Watching";
            app.MapPatch($"{endpoint}/sessions/{{id}}", PatchAsync)
                .Tells($"change{word}", "Adds ICE candidates, or restarts ICE")
                .Takes(typeof(string), contentType: WhipMediaTypes.Fragment)
                .Gives(typeof(string), contentType: WhipMediaTypes.Fragment)
                .Gives(null, StatusCodes.Status204NoContent)
                .Fails(412, 422, 428, 503);
            app.MapDelete($"{endpoint}/sessions/{{id}}", (HttpContext http, string id, WhipService service, WhipManagement management) =>
                SessionId.RoomOf(id) is null ? EndAsync(http, id, service) : management.EndAsync(http, id))
                .Tells($"end{word}", "Ends it", "By the address that the start gave, or by session and participant with an API token.")
                .By(Credential.ApiToken)
                .Asks("participantId", "With the id of a room's session: whose stream.")
                .Gives(null);
            app.MapMethods($"{endpoint}/sessions/{{id}}", [HttpMethods.Options], (HttpContext http) =>
                Allow(http, "DELETE, OPTIONS, PATCH")).ExcludeFromDescription();
        }
    }

    private static void Starts(this RouteHandlerBuilder route) => route
        .By(Credential.ApiToken)
        .Asks("roomId", "The room.")
        .Asks("participantId", "Who it is, where the token does not say it.")
        .Asks("displayName", "Shown to others.")
        .Takes(typeof(string), contentType: WhipMediaTypes.Sdp)
        .Gives(typeof(string), StatusCodes.Status201Created, WhipMediaTypes.Sdp)
        .Fails(404, 409, 410, 422, 503);

    private static Ok Allow(HttpContext http, string methods)
    {
        http.Response.Headers.Allow = methods;
        return TypedResults.Ok();
    }

    private static async Task<IResult> PostAsync(
        HttpContext http, ApiTokenVerifier tokens, FunctionsOptions options, string endpoint,
        Func<ApiCaller, WhipRequest, WebRtcOffer, string, Task<Outcome<WhipStart>>> start)
    {
        var caller = await tokens.VerifyAsync(http);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        var request = WhipRequest.Read(http.Request.Query);
        if (request.Failed)
        {
            return request.Failure;
        }

        var sdp = await TextBody.ReadAsync(http, WhipMediaTypes.Sdp, WhipFailures.NotSdp);
        if (sdp.Failed)
        {
            return sdp.Failure;
        }

        var offer = WebRtcOffer.Parse(sdp.Value);
        if (offer.Failed)
        {
            return offer.Failure;
        }

        var started = await start(caller.Value, request.Value, offer.Value, sdp.Value);
        if (started.Failed)
        {
            return started.Failure;
        }

        // Without a host: whatever name the client reached us by, it reaches the session by the same.
        var prefix = options.PublicUrl.AbsolutePath.TrimEnd('/');
        http.Response.Headers.Location = $"{prefix}{endpoint}/sessions/{started.Value.Id}";
        http.Response.Headers.ETag = started.Value.ETag;
        http.Response.Headers["Accept-Patch"] = WhipMediaTypes.Fragment;
        return TypedResults.Text(started.Value.Answer, WhipMediaTypes.Sdp, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> PatchAsync(HttpContext http, string id, WhipService service)
    {
        var text = await TextBody.ReadAsync(http, WhipMediaTypes.Fragment, WhipFailures.NotFragment);
        if (text.Failed)
        {
            return text.Failure;
        }

        if (IceFragment.Parse(text.Value) is not { } fragment)
        {
            return WhipFailures.InvalidSdp("The body is no SDP fragment, or its ICE credentials are malformed.");
        }

        var patch = await service.PatchAsync(id, fragment, IfMatch.Of(http.Request), http.RequestAborted);
        switch (patch)
        {
            case { Failure: { } failure }:
                return failure;
            case { Value: WhipPatch.Trickled }:
                return TypedResults.NoContent();
            case { Value: WhipPatch.Restarted restarted }:
                http.Response.Headers.ETag = restarted.ETag;
                return TypedResults.Text(restarted.Fragment, WhipMediaTypes.Fragment);
            default:
                throw new UnreachableException();
        }
    }

    private static async Task<IResult> EndAsync(HttpContext http, string id, WhipService service) =>
        await service.EndAsync(id, http.RequestAborted) ? TypedResults.Ok() : WhipFailures.NotFound;
}

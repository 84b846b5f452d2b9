using Serverless.Contracts.BackEnd;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tokens;

internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder app) =>
        app.MapPost("/v2/tokens", MintAsync).ForBackEnd()
            .Tells("mintToken", "Signs a participant's token").Takes(typeof(MintTokenRequest), optional: true)
            .Gives(typeof(MintTokenResponse), StatusCodes.Status201Created).Fails(404);

    private static async Task<IResult> MintAsync(HttpContext http, TokenMinting tokens)
    {
        var body = await RequestBody.ReadAsync(http, BackEndJson.Default.MintTokenRequest, whenEmpty: new());
        if (body.Failed)
        {
            return body.Failure;
        }

        var token = await tokens.MintAsync(http.Caller(), body.Value, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return token.Failed
            ? token.Failure
            : TypedResults.Json(
                token.Value, BackEndJson.Default.MintTokenResponse, statusCode: StatusCodes.Status201Created);
    }
}

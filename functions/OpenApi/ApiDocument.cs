using Microsoft.AspNetCore.Http.HttpResults;
using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Manage;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using System.Text.Json.Serialization;

namespace Serverless.Functions.OpenApi;

/// <summary>The OpenAPI document, made from the routes and the contracts, and a page that shows it to people.</summary>
internal static class ApiDocument
{
    public const string Path = "/v2/openapi.json";
    public const string PagePath = "/v2/docs";

    private const string Name = "v2";
    private const string PageResource = "Serverless.Functions.OpenApi.docs.html";

    public static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        services.AddOpenApi(Name, options => options
            .AddDocumentTransformer<DocumentShape>()
            .AddOperationTransformer<CommonAnswers>());
        // Only schemas are made from these: every endpoint names its own metadata.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            var chain = json.SerializerOptions.TypeInfoResolverChain;
            chain.Insert(0, RestJson.Default);
            chain.Insert(1, BackEndJson.Default);
            chain.Insert(2, ManageJson.Default);
            chain.Insert(3, InternalJson.Default);
            chain.Insert(4, SignalingJson.Default);
            chain.Insert(5, TokensJson.Default);
        });
        return services;
    }

    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi(Path.Replace(Name, "{documentName}", StringComparison.Ordinal));
        app.MapGet(PagePath, Page).ExcludeFromDescription();
    }

    private static FileStreamHttpResult Page(HttpContext http)
    {
        // Nothing is loaded from anywhere else, and nothing on the page may be put into a frame.
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "public, max-age=300";
        var page = typeof(ApiDocument).Assembly.GetManifestResourceStream(PageResource)!;
        return TypedResults.Stream(page, "text/html; charset=utf-8");
    }
}

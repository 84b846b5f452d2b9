using System.Text.Json.Serialization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Functions.Tenants;

namespace Serverless.Local.Studio;

/// <summary>
/// Stands in for a customer's back end: gives the Studio's own pages a short-lived token of the development tenant, so that
/// a person can create rooms. The secret stays here.
/// </summary>
internal static class StudioToken
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private static readonly string[] Permissions = ["allow_join", "allow_mod"];

    /// <summary>REST only: joining takes an invite.</summary>
    private static readonly string[] Roles = ["crawler"];

    public static void MapStudioToken(this IEndpointRouteBuilder app, DevelopmentTenant tenant, Uri studio) =>
        app.MapPost("/studio/token", (HttpRequest request, TimeProvider time) =>
            IsOwnPage(request, studio)
                ? Results.Json(new StudioTokenResponse(Mint(tenant, time)), LocalJson.Default.StudioTokenResponse)
                : Results.Problem(
                    "Only the Studio's own pages get this token.", statusCode: 403, title: "Not the Studio"))
            // Not a part of the API, whose document shares this process.
            .ExcludeFromDescription();

    /// <summary>A page of another site must not get a token through the visitor's browser, by CORS or by DNS rebinding.</summary>
    private static bool IsOwnPage(HttpRequest request, Uri studio)
    {
        var origin = request.Headers.Origin.ToString();
        return request.Host.Port == studio.Port
            && request.Host.Host is "localhost" or "127.0.0.1"
            && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}");
    }

    private static string Mint(DevelopmentTenant tenant, TimeProvider time) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            IssuedAt = time.GetUtcNow().UtcDateTime,
            Expires = (time.GetUtcNow() + Lifetime).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["apikey"] = tenant.ApiKey,
                ["permissions"] = Permissions,
                ["version"] = 2,
                ["roles"] = Roles,
            },
            SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(tenant.Secret)), SecurityAlgorithms.HmacSha256),
        });
}

internal sealed record StudioTokenResponse(string Token);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StudioTokenResponse))]
internal sealed partial class LocalJson : JsonSerializerContext;

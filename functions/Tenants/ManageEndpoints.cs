using Serverless.Contracts.Manage;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tenants;

internal static class ManageEndpoints
{
    public static void MapManage(this IEndpointRouteBuilder app)
    {
        var routes = app.MapManaged();
        routes.MapPost("/tenants", CreateAsync);
        routes.MapGet("/tenants", ListAsync);
        routes.MapGet("/tenants/{tenantId}", GetAsync);
        routes.MapPatch("/tenants/{tenantId}", UpdateAsync);
        routes.MapPost("/tenants/{tenantId}/keys", RotateAsync);
        routes.MapDelete("/tenants/{tenantId}/keys/{apiKey}", RevokeAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, TenantAdministration tenants)
    {
        var body = await RequestBody.ReadAsync(http, ManageJson.Default.TenantRequest);
        return body.Failed ? body.Failure : Secret(http, await tenants.CreateAsync(body.Value, http.RequestAborted));
    }

    private static async Task<IResult> ListAsync(HttpContext http, TenantAdministration tenants)
    {
        var paging = Paging.Read(http.Request.Query);
        return paging.Failed
            ? paging.Failure
            : TypedResults.Json(
                await tenants.ListAsync(paging.Value, http.RequestAborted), ManageJson.Default.TenantPage);
    }

    private static async Task<IResult> GetAsync(HttpContext http, string tenantId, TenantAdministration tenants) =>
        Answer(await tenants.GetAsync(tenantId, http.RequestAborted));

    private static async Task<IResult> UpdateAsync(HttpContext http, string tenantId, TenantAdministration tenants)
    {
        var body = await RequestBody.ReadAsync(http, ManageJson.Default.TenantRequest);
        return body.Failed ? body.Failure : Answer(await tenants.UpdateAsync(tenantId, body.Value, http.RequestAborted));
    }

    private static async Task<IResult> RotateAsync(HttpContext http, string tenantId, TenantAdministration tenants)
    {
        var body = await RequestBody.ReadAsync(http, ManageJson.Default.RotateKeyRequest, whenEmpty: new());
        return body.Failed
            ? body.Failure
            : Secret(http, await tenants.RotateAsync(tenantId, body.Value, http.RequestAborted));
    }

    private static async Task<IResult> RevokeAsync(
        HttpContext http, string tenantId, string apiKey, TenantAdministration tenants)
    {
        var refused = await tenants.RevokeAsync(tenantId, apiKey, http.RequestAborted);
        return refused is null ? TypedResults.NoContent() : refused;
    }

    private static IResult Answer(Outcome<TenantResponse> tenant) =>
        tenant.Failed ? tenant.Failure : TypedResults.Json(tenant.Value, ManageJson.Default.TenantResponse);

    private static IResult Secret(HttpContext http, Outcome<TenantSecretResponse> secret)
    {
        http.Response.Headers.CacheControl = "no-store";
        return secret.Failed
            ? secret.Failure
            : TypedResults.Json(
                secret.Value, ManageJson.Default.TenantSecretResponse, statusCode: StatusCodes.Status201Created);
    }
}

using Serverless.Contracts.Manage;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tenants;

internal static class ManageEndpoints
{
    public static void MapManage(this IEndpointRouteBuilder app)
    {
        var routes = app.MapManaged();
        routes.MapPost("/tenants", CreateAsync)
            .Tells("createTenant", "Creates a tenant; its secret is shown this once")
            .Takes(typeof(TenantRequest)).Gives(typeof(TenantSecretResponse), StatusCodes.Status201Created).Fails(404, 409);
        routes.MapGet("/tenants", ListAsync)
            .Tells("listTenants", "Lists tenants").InPages().Gives(typeof(TenantPage)).Fails(404);
        routes.MapGet("/tenants/{tenantId}", GetAsync)
            .Tells("getTenant", "Shows a tenant").Gives(typeof(TenantResponse));
        routes.MapPatch("/tenants/{tenantId}", UpdateAsync)
            .Tells("updateTenant", "Changes its name, its limits, or disables it").Takes(typeof(TenantRequest)).Gives(typeof(TenantResponse));
        routes.MapPost("/tenants/{tenantId}/keys", RotateAsync)
            .Tells("rotateKey", "Gives a tenant a new key; the old ones stay good for a while").Takes(typeof(RotateKeyRequest), optional: true)
            .Gives(typeof(TenantSecretResponse), StatusCodes.Status201Created).Fails(409);
        routes.MapDelete("/tenants/{tenantId}/keys/{apiKey}", RevokeAsync)
            .Tells("revokeKey", "Ends a key at once").Gives(null, StatusCodes.Status204NoContent).Fails(409);
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

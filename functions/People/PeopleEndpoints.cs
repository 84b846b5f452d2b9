using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Manage;
using Serverless.Contracts.Rest;
using Serverless.Functions.Limits;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Tenants;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.People;

internal static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v2/people/password", ChooseAsync)
            .Tells("choosePassword", "Chooses a password with a one-time code, and signs in")
            .Takes(typeof(ChoosePasswordRequest)).Gives(typeof(SignInResponse)).Fails(401);
        app.MapPost("/v2/people/sign-in", SignInAsync)
            .Tells("signIn", "Signs a tenant's person in").Takes(typeof(SignInRequest)).Gives(typeof(SignInResponse)).Fails(401);
        app.MapPost("/v2/people/token", TokenAsync).By(Credential.SignIn)
            .Tells("getManagementToken", "An API token of ten minutes").Gives(typeof(MintTokenResponse));
        app.MapPost("/v2/people/sign-out", SignOutAsync)
            .Tells("signOut", "Ends a sign-in").Gives(null, StatusCodes.Status204NoContent);
        var managed = app.MapManaged();
        managed.MapPost("/tenants/{tenantId}/people", InviteAsync)
            .Tells("invitePerson", "Lets somebody sign in for a tenant; the code is shown this once")
            .Takes(typeof(CreatePersonRequest)).Gives(typeof(PersonInvitationResponse), StatusCodes.Status201Created).Fails(409);
        managed.MapGet("/tenants/{tenantId}/people", ListAsync)
            .Tells("listPeople", "Lists who signs in for a tenant").InPages().Gives(typeof(PersonPage));
        managed.MapDelete("/tenants/{tenantId}/people/{email}", RemoveAsync)
            .Tells("removePerson", "Ends somebody's sign-ins for good").Gives(null, StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ChooseAsync(HttpContext http, SigningIn signing, RateLimits limits)
    {
        if (limits.RefuseSignIn(http) is { } refused)
        {
            return refused;
        }

        var body = await RequestBody.ReadAsync(http, BackEndJson.Default.ChoosePasswordRequest);
        return body.Failed ? body.Failure : Answer(http, await signing.ChoosePasswordAsync(body.Value, http.RequestAborted));
    }

    private static async Task<IResult> SignInAsync(HttpContext http, SigningIn signing, RateLimits limits)
    {
        if (limits.RefuseSignIn(http) is { } refused)
        {
            return refused;
        }

        var body = await RequestBody.ReadAsync(http, BackEndJson.Default.SignInRequest);
        return body.Failed ? body.Failure : Answer(http, await signing.SignInAsync(body.Value, http.RequestAborted));
    }

    private static async Task<IResult> TokenAsync(HttpContext http, SigningIn signing)
    {
        if (BearerHeader.Read(http.Request) is not { } secret)
        {
            return Failures.Unauthorized(ProblemCodes.TokenMissing, "Send the sign-in in the Authorization header.");
        }

        var token = await signing.TokenAsync(secret, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return token.Failed ? token.Failure : TypedResults.Json(token.Value, BackEndJson.Default.MintTokenResponse);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, SigningIn signing)
    {
        if (BearerHeader.Read(http.Request) is { } secret)
        {
            await signing.SignOutAsync(secret, http.RequestAborted);
        }

        return TypedResults.NoContent();
    }

    private static async Task<IResult> InviteAsync(HttpContext http, string tenantId, PeopleAdministration people)
    {
        var body = await RequestBody.ReadAsync(http, ManageJson.Default.CreatePersonRequest);
        if (body.Failed)
        {
            return body.Failure;
        }

        var invitation = await people.InviteAsync(tenantId, body.Value, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return invitation.Failed
            ? invitation.Failure
            : TypedResults.Json(
                invitation.Value, ManageJson.Default.PersonInvitationResponse, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, string tenantId, TenantStore tenants, PeopleAdministration people)
    {
        var paging = Paging.Read(http.Request.Query);
        if (paging.Failed)
        {
            return paging.Failure;
        }

        return await tenants.FindAsync(tenantId, http.RequestAborted) is null
            ? TenantAdministration.NotFound
            : TypedResults.Json(
                await people.ListAsync(tenantId, paging.Value, http.RequestAborted), ManageJson.Default.PersonPage);
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext http, string tenantId, string email, PeopleAdministration people)
    {
        var refused = await people.RemoveAsync(tenantId, email, http.RequestAborted);
        return refused is null ? TypedResults.NoContent() : refused;
    }

    private static IResult Answer(HttpContext http, Outcome<SignInResponse> signIn)
    {
        http.Response.Headers.CacheControl = "no-store";
        return signIn.Failed ? signIn.Failure : TypedResults.Json(signIn.Value, BackEndJson.Default.SignInResponse);
    }
}

using Microsoft.OpenApi;

namespace Serverless.Functions.OpenApi;

/// <summary>The credentials as OpenAPI has them: bearers, told apart by name.</summary>
internal static class SecuritySchemes
{
    private static readonly (Credential Credential, string Name, string Description)[] All =
    [
        (Credential.ApiToken, "apiToken", "A token that your back end signs with its API secret (HS256), or gets from POST /v2/tokens. "
            + "VideoSDK's claims. The word Bearer before it may be left out."),
        (Credential.Ticket, "ticket", "The ticket of a join's answer, good for what follows the join."),
        (Credential.ManagementKey, "managementKey", "The operator's key."),
        (Credential.WorkerToken, "workerToken", "Signed by a media worker with the key it shares with the control plane."),
    ];

    public static void AddTo(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = All.ToDictionary(
            scheme => scheme.Name,
            IOpenApiSecurityScheme (scheme) => new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = scheme.Credential == Credential.ManagementKey ? null : "JWT",
                Description = scheme.Description,
            });
    }

    /// <summary>One of them is enough.</summary>
    public static List<OpenApiSecurityRequirement> Of(Credential credential, OpenApiDocument document) => credential switch
    {
        Credential.None => [],
        Credential.Moderator => [One(Credential.ApiToken, document), One(Credential.Ticket, document)],
        _ => [One(credential, document)],
    };

    private static OpenApiSecurityRequirement One(Credential credential, OpenApiDocument document) => new()
    {
        [new OpenApiSecuritySchemeReference(All.Single(scheme => scheme.Credential == credential).Name, document)] = [],
    };
}

namespace Serverless.Functions.OpenApi;

/// <summary>What a caller shows, each as a bearer in the Authorization header.</summary>
internal enum Credential
{
    /// <summary>Nothing: whoever knows the address may call.</summary>
    None,

    /// <summary>A tenant's API token.</summary>
    ApiToken,

    /// <summary>The ticket of a join.</summary>
    Ticket,

    /// <summary>An API token, or a ticket, with <c>allow_mod</c>.</summary>
    Moderator,

    /// <summary>The operator's management key.</summary>
    ManagementKey,

    /// <summary>A media worker's token.</summary>
    WorkerToken,
}

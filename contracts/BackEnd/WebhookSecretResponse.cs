namespace Serverless.Contracts.BackEnd;

/// <summary>GET /v2/webhooks/secret: verifies <c>webhook-signature</c> (Standard Webhooks) of everything the tenant gets.</summary>
/// <param name="Secret"><c>whsec_</c> and the key in base64.</param>
/// <param name="PreviousValidUntil">Until then the secret before signs as well; absent: there is none.</param>
public sealed record WebhookSecretResponse(string Secret, DateTimeOffset? PreviousValidUntil = null);

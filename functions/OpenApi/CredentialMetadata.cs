namespace Serverless.Functions.OpenApi;

/// <summary>On an endpoint: how its caller is known.</summary>
internal sealed record CredentialMetadata(Credential Credential);

namespace Serverless.Contracts.BackEnd;

/// <summary>GET /v2/public/rsa-public-key: verifies <c>videosdk-signature</c>.</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo in PEM.</param>
public sealed record RsaPublicKeyResponse(string PublicKey);

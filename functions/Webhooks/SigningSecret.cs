namespace Serverless.Functions.Webhooks;

/// <summary>Row <c>secret</c> in partition <c>{tenantId}</c> of table <c>webhooks</c>: what <c>webhook-signature</c> is made with.</summary>
/// <param name="Current"><c>whsec_</c> and 32 random bytes in base64.</param>
/// <param name="Previous">Signs as well until <paramref name="PreviousUntil"/>, so that receivers can change over.</param>
/// <param name="PreviousUntil">End of the overlap.</param>
internal sealed record SigningSecret(string Current, string? Previous = null, DateTimeOffset? PreviousUntil = null)
{
    public const string Prefix = "whsec_";

    /// <summary>Without the secrets.</summary>
    public override string ToString() => nameof(SigningSecret);
}

/// <summary>Row <c>rsa</c> in partition <c>system</c> of table <c>webhooks</c>: the key behind <c>videosdk-signature</c> where none is configured.</summary>
/// <param name="Pem">PKCS #8.</param>
internal sealed record SigningKey(string Pem)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => nameof(SigningKey);
}

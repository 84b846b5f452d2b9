using Serverless.Functions.Platform;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>Each tenant's secret, made when it is first needed.</summary>
internal sealed class SigningSecretStore(ITableStore store, ISecrets secrets, TimeProvider time)
{
    /// <summary>How long the secret before signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const string Key = "secret";
    private const int Bytes = 32;

    private readonly ITable _table = store.Table(TenantWebhookStore.Table);

    public async Task<SigningSecret> GetAsync(string tenantId, CancellationToken cancellationToken)
    {
        var (_, after) = await _table.ChangeAsync(
            tenantId, Key, WebhookRows.Default.SigningSecret,
            old => old is null ? new SigningSecret(NewSecret()) : null, cancellationToken);
        return after!;
    }

    public async Task<SigningSecret> RotateAsync(string tenantId, CancellationToken cancellationToken)
    {
        var (_, after) = await _table.ChangeAsync(
            tenantId, Key, WebhookRows.Default.SigningSecret,
            old => new SigningSecret(NewSecret(), old?.Current, time.GetUtcNow() + Overlap), cancellationToken);
        return after!;
    }

    private string NewSecret()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        secrets.Fill(bytes);
        return SigningSecret.Prefix + Convert.ToBase64String(bytes);
    }
}

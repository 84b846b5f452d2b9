using Serverless.Functions.Platform;
using Serverless.Functions.Secrecy;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>Each tenant's secret, made when it is first needed.</summary>
internal sealed class SigningSecretStore(ITableStore store, SecretVault vault, ISecrets secrets, TimeProvider time)
{
    /// <summary>How long the secret before signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const string Key = "secret";
    private const int Bytes = 32;

    private readonly ITable _table = store.Table(TenantWebhookStore.Table);

    public Task<SigningSecret> GetAsync(string tenantId, CancellationToken cancellationToken) => ChangeAsync(
        tenantId, old => old ?? new SigningSecret(NewSecret()), cancellationToken);

    public Task<SigningSecret> RotateAsync(string tenantId, CancellationToken cancellationToken) => ChangeAsync(
        tenantId, old => new SigningSecret(NewSecret(), old?.Current, time.GetUtcNow() + Overlap), cancellationToken);

    /// <summary>Writes what is new, and what no key or an older one encrypted.</summary>
    private async Task<SigningSecret> ChangeAsync(
        string tenantId, Func<SigningSecret?, SigningSecret> change, CancellationToken cancellationToken)
    {
        SigningSecret? wanted = null;
        await _table.ChangeAsync(
            tenantId, Key, WebhookRows.Default.SigningSecret,
            stored =>
            {
                var old = stored is null ? null : Open(stored, tenantId);
                wanted = change(old);
                return wanted == old && vault.IsCurrent(stored!.Current) ? null : Seal(wanted, tenantId);
            },
            cancellationToken);
        return wanted!;
    }

    private SigningSecret Seal(SigningSecret secret, string tenantId) => secret with
    {
        Current = vault.Seal(secret.Current, RowOf(tenantId)),
        Previous = secret.Previous is { } previous ? vault.Seal(previous, RowOf(tenantId)) : null,
    };

    private SigningSecret Open(SigningSecret stored, string tenantId) => stored with
    {
        Current = vault.Open(stored.Current, RowOf(tenantId)),
        Previous = stored.Previous is { } previous ? vault.Open(previous, RowOf(tenantId)) : null,
    };

    private static string RowOf(string tenantId) => $"{TenantWebhookStore.Table}/{tenantId}/{Key}";

    private string NewSecret()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        secrets.Fill(bytes);
        return SigningSecret.Prefix + Convert.ToBase64String(bytes);
    }
}

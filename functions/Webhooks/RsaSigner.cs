using System.Security.Cryptography;
using Serverless.Functions.Platform;
using Serverless.Functions.Secrecy;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>
/// VideoSDK's signature: RSA-SHA256 (PKCS #1 v1.5) over the body, one key for the whole system. The key is the configured one,
/// or one that the first process to need it puts into the tables.
/// </summary>
internal sealed class RsaSigner(ITableStore store, SecretVault vault, FunctionsOptions options) : IDisposable
{
    private const string Partition = "system";
    private const string Key = "rsa";
    private const string Row = $"{TenantWebhookStore.Table}/{Partition}/{Key}";
    private const int KeyBits = 2048;

    private readonly ITable _table = store.Table(TenantWebhookStore.Table);
    private readonly SemaphoreSlim _loading = new(1);
    private RSA? _rsa;

    /// <returns>null: the key is good; else what is wrong with it.</returns>
    public static string? Refuse(string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            _ = rsa.ExportParameters(includePrivateParameters: true);
            return rsa.KeySize >= KeyBits ? null : $"has fewer than {KeyBits} bits.";
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            return "is no unencrypted RSA private key in PEM.";
        }
    }

    public async Task<string> SignAsync(byte[] body, CancellationToken cancellationToken)
    {
        var rsa = await LoadAsync(cancellationToken);
        // Instances are not made for several threads.
        lock (rsa)
        {
            return Convert.ToBase64String(rsa.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }
    }

    /// <summary>SubjectPublicKeyInfo in PEM.</summary>
    public async Task<string> PublicKeyAsync(CancellationToken cancellationToken)
    {
        var rsa = await LoadAsync(cancellationToken);
        lock (rsa)
        {
            return rsa.ExportSubjectPublicKeyInfoPem();
        }
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _loading.Dispose();
    }

    private async ValueTask<RSA> LoadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _rsa) is { } loaded)
        {
            return loaded;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_rsa is null)
            {
                var rsa = RSA.Create();
                rsa.ImportFromPem(options.WebhookPrivateKey ?? await StoredPemAsync(cancellationToken));
                Volatile.Write(ref _rsa, rsa);
            }

            return _rsa;
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task<string> StoredPemAsync(CancellationToken cancellationToken)
    {
        string? pem = null;
        await _table.ChangeAsync(
            Partition, Key, WebhookRows.Default.SigningKey,
            stored =>
            {
                // Of several processes that begin at the same time one makes the key.
                pem = stored is null ? NewPem() : vault.Open(stored.Pem, Row);
                return stored is not null && vault.IsCurrent(stored.Pem) ? null : new SigningKey(vault.Seal(pem, Row));
            },
            cancellationToken);
        return pem!;
    }

    private static string NewPem()
    {
        using var fresh = RSA.Create(KeyBits);
        return fresh.ExportPkcs8PrivateKeyPem();
    }
}

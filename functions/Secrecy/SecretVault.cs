using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Secrecy;

/// <summary>
/// Encrypts what must not be read from a copy of the tables: AES-256-GCM with a random nonce, bound to the row it belongs to. What
/// was stored before there was a key is clear text; it is read, and rewritten by whoever reads it. So is what an older key encrypted.
/// </summary>
internal sealed class SecretVault(FunctionsOptions options)
{
    // Base64, PEM and our own secrets never begin so.
    private const string Prefix = "sealed:1:";

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly IReadOnlyList<DataKey> _keys = options.DataKeys;

    /// <param name="text">The secret.</param>
    /// <param name="row">Which row it is for: elsewhere it does not open.</param>
    public string Seal(string text, string row)
    {
        if (_keys is not [var key, ..])
        {
            return text;
        }

        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = sealedText.AsSpan(0, NonceBytes);
        var rest = sealedText.AsSpan(NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Key, TagBytes);
        aes.Encrypt(nonce, plain, rest[..plain.Length], rest[plain.Length..], Encoding.UTF8.GetBytes(row));
        return $"{Prefix}{key.Name}:{Base64Url.EncodeToString(sealedText)}";
    }

    /// <exception cref="InvalidDataException">
    /// No key that is configured opens it, or it is another row's, or somebody changed it.
    /// </exception>
    public string Open(string stored, string row)
    {
        if (!stored.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return stored;
        }

        var parts = stored[Prefix.Length..].Split(':');
        var key = _keys.FirstOrDefault(key => key.Name == parts[0]) ?? throw new InvalidDataException(
            $"A secret is encrypted with the data key {parts[0]}, which is not configured.");
        var bytes = Base64Url.DecodeFromChars(parts[1]);
        var text = bytes.AsSpan(NonceBytes, bytes.Length - NonceBytes - TagBytes);
        var plain = new byte[text.Length];
        try
        {
            using var aes = new AesGcm(key.Key, TagBytes);
            aes.Decrypt(bytes.AsSpan(0, NonceBytes), text, bytes.AsSpan(bytes.Length - TagBytes), plain, Encoding.UTF8.GetBytes(row));
        }
        catch (AuthenticationTagMismatchException problem)
        {
            throw new InvalidDataException("A secret was changed, or is of another row.", problem);
        }

        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>false: there is a newer key than the one it is encrypted with, or it is clear text and there is a key.</summary>
    public bool IsCurrent(string stored) => _keys is [var key, ..]
        ? stored.StartsWith($"{Prefix}{key.Name}:", StringComparison.Ordinal)
        : true;
}

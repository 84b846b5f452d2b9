using System.Globalization;
using System.Security.Cryptography;
using Serverless.Functions.Platform;

namespace Serverless.Functions.People;

/// <summary><c>{rounds}.{salt}.{hash}</c>: PBKDF2 with HMAC-SHA-256 (RFC 8018).</summary>
/// <param name="secrets">Makes the salts.</param>
/// <param name="rounds">For new passwords; a stored one keeps its own.</param>
internal sealed class PasswordHashing(ISecrets secrets, int rounds = PasswordHashing.Rounds)
{
    /// <summary>What OWASP's password storage cheat sheet asks for.</summary>
    public const int Rounds = 600_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    public string Of(string password)
    {
        Span<byte> salt = stackalloc byte[SaltBytes];
        secrets.Fill(salt);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rounds}.{Convert.ToHexString(salt)}.{Convert.ToHexString(Derive(password, salt, rounds))}");
    }

    /// <summary>Takes as long for a person who does not exist (null) as for one who does.</summary>
    public bool Matches(string password, string? stored)
    {
        if (stored?.Split('.') is not [var count, var salt, var hash])
        {
            Derive(password, stackalloc byte[SaltBytes], rounds);
            return false;
        }

        var given = Derive(password, Convert.FromHexString(salt), int.Parse(count, CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(given, Convert.FromHexString(hash));
    }

    private static byte[] Derive(string password, ReadOnlySpan<byte> salt, int count) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, count, HashAlgorithmName.SHA256, HashBytes);
}

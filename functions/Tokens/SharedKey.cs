using System.Security.Cryptography;
using System.Text;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tokens;

/// <summary>A key from the settings as a bearer.</summary>
internal static class SharedKey
{
    /// <returns>null: the caller has the key.</returns>
    public static Failure? Refuse(HttpRequest request, string? key)
    {
        // Without a key there is nothing here, whatever a caller sends.
        if (key is null)
        {
            return Failures.RouteNotFound;
        }

        if (BearerHeader.Read(request) is not { } given)
        {
            return Failures.Unauthorized(ProblemCodes.TokenMissing, "Send the key in the Authorization header.");
        }

        // Hashes are of one length, so the comparison tells nothing about the key, not even its length.
        return CryptographicOperations.FixedTimeEquals(Hash(given), Hash(key))
            ? null
            : Failures.Unauthorized(ProblemCodes.TokenInvalid, "This is not the key.");
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

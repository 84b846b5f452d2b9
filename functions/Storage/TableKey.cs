using System.Security.Cryptography;
using System.Text;

namespace Serverless.Functions.Storage;

/// <summary>
/// Partition and row keys: 1 to 255 printable ASCII characters without / \ # ? %, so that ordinal order is the same in
/// UTF-8 (SQLite) and UTF-16 (Azure Tables) and no URL needs care. What people or tokens name goes through <see cref="Of"/>.
/// </summary>
internal static class TableKey
{
    public static bool IsValid(string key) =>
        key.Length is > 0 and <= TableLimits.MaxKeyLength
        && key.All(c => c is >= ' ' and <= '~' and not ('/' or '\\' or '#' or '?' or '%'));

    /// <summary>A key for any text, equal for equal text only.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static void Require(string key)
    {
        if (!IsValid(key))
        {
            throw new ArgumentException("Not a valid table key.", nameof(key));
        }
    }
}

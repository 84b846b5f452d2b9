using Serverless.Rtc.Dtls;

namespace Serverless.Interop.OpenSsl;

internal static class FingerprintFormat
{
    /// <summary>Upper-case hex pairs with colons (RFC 8122 §5).</summary>
    public static Fingerprint FromDigest(ReadOnlySpan<byte> digest)
    {
        var pairs = new string[digest.Length];
        for (var i = 0; i < digest.Length; i++)
        {
            pairs[i] = digest[i].ToString("X2", null);
        }

        return new(string.Join(':', pairs));
    }
}

using System.Security.Cryptography;

namespace Serverless.Interop.OpenSsl;

/// <summary>The pseudorandom function of TLS 1.2 with SHA-256 (RFC 5246 §5).</summary>
internal static class TlsPrf
{
    public static byte[] Expand(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, ReadOnlySpan<byte> seed, int length)
    {
        byte[] start = [.. label, .. seed];
        var output = new byte[length];
        var chain = HMACSHA256.HashData(secret, start);
        for (var written = 0; written < length; written += chain.Length)
        {
            byte[] input = [.. chain, .. start];
            var block = HMACSHA256.HashData(secret, input);
            block.AsSpan(0, Math.Min(block.Length, length - written)).CopyTo(output.AsSpan(written));
            chain = HMACSHA256.HashData(secret, chain);
        }

        return output;
    }
}

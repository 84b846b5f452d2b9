namespace Serverless.Rtc.Tests.Fuzz;

/// <summary>Bytes as tests write and cut them.</summary>
internal static class Bytes
{
    public delegate void Consumer(ReadOnlySpan<byte> bytes);

    /// <summary>Hex digits with any white space between them.</summary>
    public static byte[] FromHex(string hex) =>
        Convert.FromHexString(string.Concat(hex.Where(c => !char.IsWhiteSpace(c))));

    /// <summary>
    /// The same bytes cut at every length, the whole excepted. Each is its own array, so reading past it throws.
    /// </summary>
    public static IEnumerable<byte[]> Truncations(byte[] bytes) =>
        Enumerable.Range(0, bytes.Length).Select(n => bytes[..n]);
}

using Serverless.Rtc.Ice;

namespace Serverless.Worker.Media.Tcp;

/// <summary>
/// All shards share one TCP port, the only one that strict firewalls let pass. So the first character of our ufrags names the shard,
/// and the first check on a connection shows where it belongs, whoever accepted it.
/// </summary>
internal static class ShardTag
{
    /// <summary>As many as there are characters in a ufrag's alphabet (RFC 8839 §5.4, ice-char).</summary>
    public const int MaximumShards = 64;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static IceCredentials Mark(IceCredentials credentials, int shard) =>
        credentials with { Ufrag = Alphabet[shard] + credentials.Ufrag[1..] };

    /// <summary>The shard of a ufrag, or -1 when it is none of ours.</summary>
    public static int ShardOf(ReadOnlySpan<byte> ufrag) =>
        ufrag.IsEmpty ? -1 : Alphabet.IndexOf((char)ufrag[0], StringComparison.Ordinal);
}

namespace Serverless.Rtc.Srtp;

/// <summary>
/// Session keys from a master key: the AES-CM pseudo-random function of RFC 3711 §4.3.3, which RFC 7714 §11 keeps for
/// GCM. DTLS-SRTP makes new master keys instead of rotating session keys, so the key derivation rate is always zero.
/// </summary>
internal static class KeyDerivation
{
    private const int BlockLength = 16;
    private const int LabelPosition = 7;

    /// <param name="ciphers">Source of the AES block function.</param>
    /// <param name="master">Its salt may be 12 bytes: RFC 7714 §11 pads it with zeros on the right.</param>
    /// <param name="label">Which session key this is.</param>
    /// <param name="output">Filled with as many bytes of key as it is long.</param>
    public static void Derive(
        ISrtpCipherFactory ciphers, SrtpMasterKey master, KeyDerivationLabel label, Span<byte> output)
    {
        Span<byte> counter = stackalloc byte[BlockLength];
        Span<byte> block = stackalloc byte[BlockLength];
        counter.Clear();
        master.Salt.CopyTo(counter);
        counter[LabelPosition] ^= (byte)label;

        for (var written = 0; written < output.Length; written += BlockLength)
        {
            ciphers.EncryptBlock(master.Key, counter, block);
            var rest = output[written..];
            block[..Math.Min(BlockLength, rest.Length)].CopyTo(rest);
            counter[BlockLength - 1]++;
        }

        block.Clear();
    }
}

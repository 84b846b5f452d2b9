using System.Buffers.Binary;

namespace Serverless.Rtc.Srtp;

/// <summary>Cipher and salt of one direction of RTP or RTCP, with the initialisation vector both profiles build alike.</summary>
internal sealed class SessionTransform : IDisposable
{
    public const int MaximumIvLength = 16;

    private const int KeyLength = 16;
    private const int AuthenticationKeyLength = 20;

    private readonly byte[] _salt;
    private readonly int _ssrcPosition;

    private SessionTransform(
        SrtpProfile profile,
        SrtpMasterKey master,
        ISrtpCipherFactory ciphers,
        KeyDerivationLabel encryption,
        KeyDerivationLabel authentication,
        KeyDerivationLabel salt)
    {
        IsAead = profile == SrtpProfile.AeadAes128Gcm;
        IvLength = IsAead ? 12 : 16;
        _ssrcPosition = IsAead ? 2 : 4;

        Span<byte> encryptionKey = stackalloc byte[KeyLength];
        Span<byte> authenticationKey = stackalloc byte[IsAead ? 0 : AuthenticationKeyLength];
        KeyDerivation.Derive(ciphers, master, encryption, encryptionKey);
        KeyDerivation.Derive(ciphers, master, authentication, authenticationKey);

        // RFC 3711 §4.1.1 shifts the 14-byte salt left by 16 bits, which is where its two trailing zeros come from.
        _salt = new byte[IvLength];
        KeyDerivation.Derive(ciphers, master, salt, _salt.AsSpan(0, IsAead ? 12 : 14));

        Cipher = ciphers.Create(profile, encryptionKey, authenticationKey);
        encryptionKey.Clear();
        authenticationKey.Clear();
    }

    public bool IsAead { get; }

    public int IvLength { get; }

    public ISrtpCipher Cipher { get; }

    public static SessionTransform ForRtp(SrtpProfile profile, SrtpMasterKey master, ISrtpCipherFactory ciphers) =>
        new(
            profile,
            master,
            ciphers,
            KeyDerivationLabel.RtpEncryption,
            KeyDerivationLabel.RtpAuthentication,
            KeyDerivationLabel.RtpSalt);

    public static SessionTransform ForRtcp(SrtpProfile profile, SrtpMasterKey master, ISrtpCipherFactory ciphers) =>
        new(
            profile,
            master,
            ciphers,
            KeyDerivationLabel.RtcpEncryption,
            KeyDerivationLabel.RtcpAuthentication,
            KeyDerivationLabel.RtcpSalt);

    /// <summary>
    /// Salt XOR SSRC XOR 48-bit index. RFC 3711 §4.1.1 and RFC 7714 §8.1, §9.1 differ only in how far left SSRC and index
    /// stand; the SRTCP index has 31 bits, so the bytes above it stay zero as both ask.
    /// </summary>
    public void WriteIv(Span<byte> iv, uint ssrc, long index)
    {
        _salt.CopyTo(iv);
        var mixed = iv.Slice(_ssrcPosition, 10);
        var high = BinaryPrimitives.ReadUInt64BigEndian(mixed) ^ (((ulong)ssrc << 32) | (uint)(index >> 16));
        var low = BinaryPrimitives.ReadUInt16BigEndian(mixed[8..]) ^ (ushort)index;
        BinaryPrimitives.WriteUInt64BigEndian(mixed, high);
        BinaryPrimitives.WriteUInt16BigEndian(mixed[8..], (ushort)low);
    }

    public void Dispose()
    {
        Cipher.Dispose();
        Array.Clear(_salt);
    }
}

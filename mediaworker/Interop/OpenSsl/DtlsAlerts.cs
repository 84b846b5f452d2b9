using System.Buffers.Binary;
using System.Security.Cryptography;
using Serverless.Rtc.Dtls;

namespace Serverless.Interop.OpenSsl;

/// <summary>
/// What is left of an association whose handshake is over: the keys to hear the peer's good-bye and to say ours. It takes 40
/// bytes where OpenSSL keeps 40 KB, which with thousands of viewers is most of a worker's memory.
/// </summary>
/// <remarks>Records of DTLS 1.2 under TLS_…_WITH_AES_128_GCM_SHA256 (RFC 6347 §4.1, RFC 5288 §3).</remarks>
internal sealed unsafe class DtlsAlerts
{
    /// <summary>Of a record that <see cref="WriteCloseNotify"/> writes.</summary>
    public const int RecordLength = HeaderLength + ExplicitNonceLength + AlertLength + TagLength;

    private const ushort EcdheEcdsaAes128Gcm = 0xc02b;
    private const ushort EcdheRsaAes128Gcm = 0xc02f;

    private const int MasterSecretLength = 48;
    private const int RandomLength = 32;
    private const int KeyLength = 16;
    private const int SaltLength = 4;
    private const int KeyBlockLength = 2 * (KeyLength + SaltLength);

    private const int HeaderLength = 13;
    private const int LengthPosition = 11;
    private const int ExplicitNonceLength = 8;
    private const int TagLength = 16;
    private const int AlertLength = 2;
    private const byte AlertType = 21;
    private const byte Warning = 1;
    private const byte Fatal = 2;
    private const byte CloseNotify = 0;

    /// <summary>Epoch 1, and further than a handshake with all its retransmissions comes.</summary>
    private const ulong OurSequence = (1UL << 48) | (1 << 20);

    private readonly byte[] _keyBlock;
    private readonly bool _isClient;

    private DtlsAlerts(byte[] keyBlock, bool isClient)
    {
        _keyBlock = keyBlock;
        _isClient = isClient;
    }

    /// <summary>Null when the association has another cipher suite than nearly all have.</summary>
    public static DtlsAlerts? Export(SslHandle ssl, DtlsRole role)
    {
        var suite = LibSsl.SSL_CIPHER_get_protocol_id(LibSsl.SSL_get_current_cipher(ssl));
        if (suite is not (EcdheEcdsaAes128Gcm or EcdheRsaAes128Gcm))
        {
            return null;
        }

        Span<byte> secret = stackalloc byte[MasterSecretLength];
        Span<byte> seed = stackalloc byte[2 * RandomLength];
        fixed (byte* secretPointer = secret, seedPointer = seed)
        {
            var session = LibSsl.SSL_get_session(ssl);
            var length = LibSsl.SSL_SESSION_get_master_key(session, secretPointer, MasterSecretLength);
            OpenSslException.ThrowUnless(length == MasterSecretLength, nameof(LibSsl.SSL_SESSION_get_master_key));
            LibSsl.SSL_get_server_random(ssl, seedPointer, RandomLength);
            LibSsl.SSL_get_client_random(ssl, seedPointer + RandomLength, RandomLength);
        }

        var keyBlock = TlsPrf.Expand(secret, "key expansion"u8, seed, KeyBlockLength);
        secret.Clear();
        return new DtlsAlerts(keyBlock, role == DtlsRole.Client);
    }

    /// <summary>One of the datagram's records is the peer's close_notify, or an alert after which it is gone.</summary>
    public bool IsGoodbye(ReadOnlySpan<byte> datagram)
    {
        while (datagram.Length >= HeaderLength)
        {
            var length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(datagram[LengthPosition..]);
            if (length > datagram.Length)
            {
                return false;
            }

            if (length == RecordLength && datagram[0] == AlertType && IsFinalAlert(datagram[..length]))
            {
                return true;
            }

            datagram = datagram[length..];
        }

        return false;
    }

    /// <returns>Bytes written: <see cref="RecordLength"/>.</returns>
    public int WriteCloseNotify(Span<byte> buffer)
    {
        var record = buffer[..RecordLength];
        record[0] = AlertType;
        BinaryPrimitives.WriteUInt16BigEndian(record[1..], LibSsl.DTLS1_2_VERSION);
        BinaryPrimitives.WriteUInt64BigEndian(record[3..], OurSequence);
        BinaryPrimitives.WriteUInt16BigEndian(record[LengthPosition..], RecordLength - HeaderLength);

        // The sender chooses it (RFC 5288 §3). OpenSSL counts from a random start; one more random one does not meet it.
        var explicitNonce = record.Slice(HeaderLength, ExplicitNonceLength);
        RandomNumberGenerator.Fill(explicitNonce);
        Span<byte> nonce = stackalloc byte[SaltLength + ExplicitNonceLength];
        Span<byte> associated = stackalloc byte[HeaderLength];
        Prepare(record, nonce, associated, Salt(ofClient: _isClient));
        using var cipher = new AesGcm(Key(ofClient: _isClient), TagLength);
        cipher.Encrypt(
            nonce,
            [Warning, CloseNotify],
            record.Slice(HeaderLength + ExplicitNonceLength, AlertLength),
            record[^TagLength..],
            associated);
        return RecordLength;
    }

    private bool IsFinalAlert(ReadOnlySpan<byte> record)
    {
        Span<byte> nonce = stackalloc byte[SaltLength + ExplicitNonceLength];
        Span<byte> associated = stackalloc byte[HeaderLength];
        Span<byte> alert = stackalloc byte[AlertLength];
        Prepare(record, nonce, associated, Salt(ofClient: !_isClient));
        using var cipher = new AesGcm(Key(ofClient: !_isClient), TagLength);
        try
        {
            cipher.Decrypt(
                nonce,
                record.Slice(HeaderLength + ExplicitNonceLength, AlertLength),
                record[^TagLength..],
                alert,
                associated);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        return alert[0] == Fatal || alert[1] == CloseNotify;
    }

    /// <summary>RFC 5246 §6.2.3.3: sequence number, type, version, length of the plain content.</summary>
    private static void Prepare(
        ReadOnlySpan<byte> record, Span<byte> nonce, Span<byte> associated, ReadOnlySpan<byte> salt)
    {
        salt.CopyTo(nonce);
        record.Slice(HeaderLength, ExplicitNonceLength).CopyTo(nonce[SaltLength..]);
        record.Slice(3, 8).CopyTo(associated);
        record[..3].CopyTo(associated[8..]);
        BinaryPrimitives.WriteUInt16BigEndian(associated[LengthPosition..], AlertLength);
    }

    /// <summary>RFC 5246 §6.3; AEAD suites have no MAC keys.</summary>
    private ReadOnlySpan<byte> Key(bool ofClient) => _keyBlock.AsSpan(ofClient ? 0 : KeyLength, KeyLength);

    private ReadOnlySpan<byte> Salt(bool ofClient) =>
        _keyBlock.AsSpan((2 * KeyLength) + (ofClient ? 0 : SaltLength), SaltLength);
}

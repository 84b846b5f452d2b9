using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Units;

namespace Serverless.Interop.OpenSsl;

/// <summary>
/// Makes DTLS 1.2 associations (RFC 8827 §6.5) that share one self-signed certificate, new with every process.
/// Engines may be created and used on different threads, each engine by one thread at a time.
/// </summary>
public sealed unsafe class OpenSslDtlsFactory : IDtlsEngineFactory, IDisposable
{
    // The server's order decides (RFC 5764 §4.1.2 leaves it to the server, and OpenSSL follows its own list).
    private const string SrtpProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";

    // Our certificate is ECDSA; the RSA suites serve peers that are the DTLS server with an RSA certificate.
    private const string CipherSuites =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384:" +
        "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305";

    // A few certificates at most; bounds what a hostile peer can make us buffer.
    private const int MaximumCertificateListLength = 16 * 1024;

    // RFC 6347 §4.2.4.1 suggests one second, which a viewer would feel as a slow join. Too early costs a few packets.
    private static readonly TimeSpan DefaultInitialRetransmission = TimeSpan.FromMilliseconds(200);

    private readonly SslContextHandle _context;
    private readonly TimeSpan _initialRetransmission;

    /// <param name="time">Dates the certificate.</param>
    /// <exception cref="OpenSslMissingException">OpenSSL 3 is not installed.</exception>
    public OpenSslDtlsFactory(TimeProvider time)
        : this(time, DefaultInitialRetransmission)
    {
    }

    /// <param name="time">Dates the certificate.</param>
    /// <param name="initialRetransmission">
    /// How long the first wait for an answer is; it doubles from there. Over 15 ms: OpenSSL takes less for expired.
    /// </param>
    internal OpenSslDtlsFactory(TimeProvider time, TimeSpan initialRetransmission)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(initialRetransmission, TimeSpan.FromMilliseconds(15));
        OpenSslLibraries.Require();
        _initialRetransmission = initialRetransmission;
        _context = new SslContextHandle(LibSsl.SSL_CTX_new(LibSsl.DTLS_method()));
        OpenSslException.ThrowUnless(!_context.IsInvalid, nameof(LibSsl.SSL_CTX_new));
        Restrict();
        LocalFingerprint = UseNewCertificate(time.GetUtcNow());
    }

    public Fingerprint LocalFingerprint { get; }

    public IDtlsEngine Create(DtlsRole role, Instant now) => CreateEngine(role, now);

    internal OpenSslDtls CreateEngine(DtlsRole role, Instant now) => new(_context, role, _initialRetransmission, now);

    public void Dispose() => _context.Dispose();

    private void Restrict()
    {
        Control(LibSsl.SSL_CTRL_SET_MIN_PROTO_VERSION, LibSsl.DTLS1_2_VERSION);
        Control(LibSsl.SSL_CTRL_SET_MAX_PROTO_VERSION, LibSsl.DTLS1_2_VERSION);
        LibSsl.SSL_CTX_ctrl(_context, LibSsl.SSL_CTRL_SET_SESS_CACHE_MODE, LibSsl.SSL_SESS_CACHE_OFF, null);
        LibSsl.SSL_CTX_ctrl(_context, LibSsl.SSL_CTRL_SET_MAX_CERT_LIST, MaximumCertificateListLength, null);
        LibSsl.SSL_CTX_set_options(
            _context,
            LibSsl.SSL_OP_NO_QUERY_MTU
                | LibSsl.SSL_OP_NO_TICKET
                | LibSsl.SSL_OP_NO_RENEGOTIATION
                | LibSsl.SSL_OP_CIPHER_SERVER_PREFERENCE);

        fixed (byte* groups = "X25519:P-256\0"u8)
        {
            var done = LibSsl.SSL_CTX_ctrl(_context, LibSsl.SSL_CTRL_SET_GROUPS_LIST, 0, groups);
            OpenSslException.ThrowUnless(done == 1, nameof(LibSsl.SSL_CTRL_SET_GROUPS_LIST));
        }

        OpenSslException.ThrowUnless(
            LibSsl.SSL_CTX_set_cipher_list(_context, CipherSuites) == 1, nameof(LibSsl.SSL_CTX_set_cipher_list));

        // The one function of the library that returns zero for success.
        OpenSslException.ThrowUnless(
            LibSsl.SSL_CTX_set_tlsext_use_srtp(_context, SrtpProfiles) == 0,
            nameof(LibSsl.SSL_CTX_set_tlsext_use_srtp));

        LibSsl.SSL_CTX_set_verify(_context, LibSsl.SSL_VERIFY_PEER | LibSsl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(_context, &AcceptCertificate, 0);
    }

    private void Control(int command, nint argument)
    {
        var done = LibSsl.SSL_CTX_ctrl(_context, command, argument, null);
        OpenSslException.ThrowUnless(done == 1, nameof(LibSsl.SSL_CTX_ctrl));
    }

    private Fingerprint UseNewCertificate(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=media", key, HashAlgorithmName.SHA256);

        // Peers trust the fingerprint, not the dates; the margins are for those that look at them all the same.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        var certificateDer = certificate.RawData;
        var keyDer = key.ExportECPrivateKey();
        fixed (byte* certificatePointer = certificateDer, keyPointer = keyDer)
        {
            OpenSslException.ThrowUnless(
                LibSsl.SSL_CTX_use_certificate_ASN1(_context, certificateDer.Length, certificatePointer) == 1,
                nameof(LibSsl.SSL_CTX_use_certificate_ASN1));
            OpenSslException.ThrowUnless(
                LibSsl.SSL_CTX_use_PrivateKey_ASN1(LibCrypto.EVP_PKEY_EC, _context, keyPointer, keyDer.Length) == 1,
                nameof(LibSsl.SSL_CTX_use_PrivateKey_ASN1));
        }

        CryptographicOperations.ZeroMemory(keyDer);
        return FingerprintFormat.FromDigest(SHA256.HashData(certificateDer));
    }

    /// <summary>
    /// Lets any certificate pass: self-signed ones are the rule. The handshake still proves that the peer holds the key,
    /// and the caller compares the fingerprint with the SDP (RFC 5763 §5).
    /// </summary>
    [UnmanagedCallersOnly]
    private static int AcceptCertificate(nint store, nint argument) => 1;
}

using System.Diagnostics.CodeAnalysis;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Srtp;

namespace Serverless.Interop.OpenSsl;

/// <summary>Reads from a finished handshake what DTLS-SRTP is for.</summary>
internal static unsafe class DtlsSrtpKeys
{
    private const int KeyLength = 16;
    private const int Sha256Length = 32;

    private static ReadOnlySpan<byte> Label => "EXTRACTOR-dtls_srtp"u8;

    /// <returns>False when no profile was agreed on, or the peer showed no certificate.</returns>
    public static bool TryExport(SslHandle ssl, DtlsRole role, [NotNullWhen(true)] out DtlsResult? result)
    {
        result = null;
        var agreed = LibSsl.SSL_get_selected_srtp_profile(ssl);
        if (agreed == null || !TryGetFingerprint(ssl, out var fingerprint))
        {
            return false;
        }

        var profile = (SrtpProfile)agreed->Id;
        var (client, server) = ExportKeys(ssl, profile == SrtpProfile.AeadAes128Gcm ? 12 : 14);
        result = role == DtlsRole.Client
            ? new DtlsResult(profile, fingerprint, client, server)
            : new DtlsResult(profile, fingerprint, server, client);
        return true;
    }

    /// <summary>RFC 5764 §4.2: both keys, then both salts, the client's first.</summary>
    private static (SrtpMasterKey Client, SrtpMasterKey Server) ExportKeys(SslHandle ssl, int saltLength)
    {
        Span<byte> material = stackalloc byte[2 * (KeyLength + saltLength)];
        fixed (byte* output = material, label = Label)
        {
            var done = LibSsl.SSL_export_keying_material(
                ssl, output, (nuint)material.Length, label, (nuint)Label.Length, null, 0, 0);
            OpenSslException.ThrowUnless(done == 1, nameof(LibSsl.SSL_export_keying_material));
        }

        var keys = material[..(2 * KeyLength)];
        var salts = material[(2 * KeyLength)..];
        var client = new SrtpMasterKey(keys[..KeyLength].ToArray(), salts[..saltLength].ToArray());
        var server = new SrtpMasterKey(keys[KeyLength..].ToArray(), salts[saltLength..].ToArray());
        material.Clear();
        return (client, server);
    }

    private static bool TryGetFingerprint(SslHandle ssl, out Fingerprint fingerprint)
    {
        fingerprint = default;
        var certificate = LibSsl.SSL_get1_peer_certificate(ssl);
        if (certificate == 0)
        {
            return false;
        }

        var digest = stackalloc byte[Sha256Length];
        uint length;
        var done = LibCrypto.X509_digest(certificate, LibCrypto.EVP_sha256(), digest, &length);
        LibCrypto.X509_free(certificate);
        OpenSslException.ThrowUnless(done == 1, nameof(LibCrypto.X509_digest));
        fingerprint = FingerprintFormat.FromDigest(new ReadOnlySpan<byte>(digest, Sha256Length));
        return true;
    }
}

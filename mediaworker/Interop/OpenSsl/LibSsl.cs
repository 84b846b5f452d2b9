using System.Runtime.InteropServices;

namespace Serverless.Interop.OpenSsl;

/// <summary>libssl of OpenSSL 3, names as in C. What C has as a macro over a ctrl call is here as the ctrl's number.</summary>
internal static unsafe partial class LibSsl
{
    public const string Name = "libssl.so.3";

    public const int DTLS1_2_VERSION = 0xFEFD;

    public const int SSL_VERIFY_PEER = 1;
    public const int SSL_VERIFY_FAIL_IF_NO_PEER_CERT = 2;

    public const ulong SSL_OP_NO_QUERY_MTU = 1UL << 12;
    public const ulong SSL_OP_NO_TICKET = 1UL << 14;
    public const ulong SSL_OP_CIPHER_SERVER_PREFERENCE = 1UL << 22;
    public const ulong SSL_OP_NO_RENEGOTIATION = 1UL << 30;

    public const int SSL_CTRL_SET_MTU = 17;
    public const int SSL_CTRL_SET_SESS_CACHE_MODE = 44;
    public const int SSL_CTRL_SET_MAX_CERT_LIST = 51;
    public const int DTLS_CTRL_GET_TIMEOUT = 73;
    public const int DTLS_CTRL_HANDLE_TIMEOUT = 74;
    public const int SSL_CTRL_SET_GROUPS_LIST = 92;
    public const int SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
    public const int SSL_CTRL_SET_MAX_PROTO_VERSION = 124;

    public const int SSL_SESS_CACHE_OFF = 0;

    public const int SSL_ERROR_NONE = 0;
    public const int SSL_ERROR_WANT_READ = 2;
    public const int SSL_ERROR_ZERO_RETURN = 6;

    [LibraryImport(Name)]
    public static partial nint DTLS_method();

    [LibraryImport(Name)]
    public static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Name)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(Name)]
    public static partial nint SSL_CTX_ctrl(SslContextHandle context, int command, nint argument, void* pointer);

    [LibraryImport(Name)]
    public static partial ulong SSL_CTX_set_options(SslContextHandle context, ulong options);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_cipher_list(SslContextHandle context, string ciphers);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_tlsext_use_srtp(SslContextHandle context, string profiles);

    [LibraryImport(Name)]
    public static partial void SSL_CTX_set_verify(SslContextHandle context, int mode, nint callback);

    [LibraryImport(Name)]
    public static partial void SSL_CTX_set_cert_verify_callback(
        SslContextHandle context, delegate* unmanaged<nint, nint, int> callback, nint argument);

    [LibraryImport(Name)]
    public static partial int SSL_CTX_use_certificate_ASN1(SslContextHandle context, int length, byte* der);

    [LibraryImport(Name)]
    public static partial int SSL_CTX_use_PrivateKey_ASN1(
        int type, SslContextHandle context, byte* der, nint length);

    [LibraryImport(Name)]
    public static partial nint SSL_new(SslContextHandle context);

    [LibraryImport(Name)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(Name)]
    public static partial nint SSL_ctrl(SslHandle ssl, int command, nint argument, void* pointer);

    [LibraryImport(Name)]
    public static partial void SSL_set_bio(SslHandle ssl, nint input, nint output);

    [LibraryImport(Name)]
    public static partial void SSL_set_accept_state(SslHandle ssl);

    [LibraryImport(Name)]
    public static partial void SSL_set_connect_state(SslHandle ssl);

    [LibraryImport(Name)]
    public static partial int SSL_set_ex_data(SslHandle ssl, int index, nint data);

    [LibraryImport(Name)]
    public static partial nint SSL_get_ex_data(nint ssl, int index);

    [LibraryImport(Name)]
    public static partial void DTLS_set_timer_cb(SslHandle ssl, delegate* unmanaged<nint, uint, uint> callback);

    [LibraryImport(Name)]
    public static partial int SSL_do_handshake(SslHandle ssl);

    [LibraryImport(Name)]
    public static partial int SSL_read(SslHandle ssl, byte* buffer, int length);

    [LibraryImport(Name)]
    public static partial int SSL_shutdown(SslHandle ssl);

    [LibraryImport(Name)]
    public static partial int SSL_get_error(SslHandle ssl, int result);

    [LibraryImport(Name)]
    public static partial SrtpProtectionProfile* SSL_get_selected_srtp_profile(SslHandle ssl);

    [LibraryImport(Name)]
    public static partial int SSL_export_keying_material(
        SslHandle ssl,
        byte* output,
        nuint length,
        byte* label,
        nuint labelLength,
        byte* context,
        nuint contextLength,
        int useContext);

    /// <returns>Owned by the SSL.</returns>
    [LibraryImport(Name)]
    public static partial nint SSL_get_session(SslHandle ssl);

    [LibraryImport(Name)]
    public static partial nuint SSL_SESSION_get_master_key(nint session, byte* output, nuint length);

    [LibraryImport(Name)]
    public static partial nuint SSL_get_client_random(SslHandle ssl, byte* output, nuint length);

    [LibraryImport(Name)]
    public static partial nuint SSL_get_server_random(SslHandle ssl, byte* output, nuint length);

    [LibraryImport(Name)]
    public static partial nint SSL_get_current_cipher(SslHandle ssl);

    [LibraryImport(Name)]
    public static partial ushort SSL_CIPHER_get_protocol_id(nint cipher);

    [LibraryImport(Name)]
    public static partial nint SSL_get1_peer_certificate(SslHandle ssl);
}

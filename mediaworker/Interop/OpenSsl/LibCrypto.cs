using System.Runtime.InteropServices;

namespace Serverless.Interop.OpenSsl;

/// <summary>libcrypto of OpenSSL 3, names as in C.</summary>
internal static unsafe partial class LibCrypto
{
    public const string Name = "libcrypto.so.3";

    public const int EVP_CTRL_AEAD_GET_TAG = 0x10;
    public const int EVP_CTRL_AEAD_SET_TAG = 0x11;
    public const int EVP_PKEY_EC = 408;
    public const int BIO_CTRL_INFO = 3;
    public const int BIO_C_SET_BUF_MEM_EOF_RETURN = 130;

    [LibraryImport(Name)]
    public static partial uint OPENSSL_version_major();

    [LibraryImport(Name)]
    public static partial nuint ERR_get_error();

    [LibraryImport(Name)]
    public static partial void ERR_clear_error();

    [LibraryImport(Name)]
    public static partial void ERR_error_string_n(nuint error, byte* buffer, nuint length);

    [LibraryImport(Name)]
    public static partial nint EVP_aes_128_gcm();

    [LibraryImport(Name)]
    public static partial nint EVP_aes_128_ctr();

    [LibraryImport(Name)]
    public static partial nint EVP_sha1();

    [LibraryImport(Name)]
    public static partial nint EVP_sha256();

    [LibraryImport(Name)]
    public static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(Name)]
    public static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Name)]
    public static partial int EVP_CIPHER_CTX_ctrl(nint context, int type, int argument, byte* pointer);

    [LibraryImport(Name)]
    public static partial int EVP_CipherInit_ex(
        nint context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);

    [LibraryImport(Name)]
    public static partial int EVP_CipherUpdate(nint context, byte* output, int* written, byte* input, int length);

    [LibraryImport(Name)]
    public static partial int EVP_CipherFinal_ex(nint context, byte* output, int* written);

    [LibraryImport(Name)]
    public static partial nint HMAC_CTX_new();

    [LibraryImport(Name)]
    public static partial void HMAC_CTX_free(nint context);

    [LibraryImport(Name)]
    public static partial int HMAC_Init_ex(nint context, byte* key, int length, nint digest, nint engine);

    [LibraryImport(Name)]
    public static partial int HMAC_Update(nint context, byte* data, nuint length);

    [LibraryImport(Name)]
    public static partial int HMAC_Final(nint context, byte* digest, uint* length);

    [LibraryImport(Name)]
    public static partial nint BIO_s_mem();

    [LibraryImport(Name)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(Name)]
    public static partial int BIO_free(nint bio);

    [LibraryImport(Name)]
    public static partial int BIO_read(nint bio, byte* data, int length);

    [LibraryImport(Name)]
    public static partial int BIO_write(nint bio, byte* data, int length);

    [LibraryImport(Name)]
    public static partial nint BIO_ctrl(nint bio, int command, nint argument, void* pointer);

    [LibraryImport(Name)]
    public static partial int X509_digest(nint certificate, nint digest, byte* output, uint* length);

    [LibraryImport(Name)]
    public static partial void X509_free(nint certificate);
}

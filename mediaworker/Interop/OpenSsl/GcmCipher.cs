using Serverless.Rtc.Srtp;

namespace Serverless.Interop.OpenSsl;

/// <summary>AEAD_AES_128_GCM (RFC 7714). The context keeps the key schedule; each packet only sets its IV.</summary>
internal sealed unsafe class GcmCipher : ISrtpCipher
{
    private const int Encrypt = 1;
    private const int Decrypt = 0;

    private readonly CipherContextHandle _context = new();

    public GcmCipher(ReadOnlySpan<byte> key)
    {
        fixed (byte* keyPointer = key)
        {
            var done = LibCrypto.EVP_CipherInit_ex(
                _context.DangerousGetHandle(), LibCrypto.EVP_aes_128_gcm(), 0, keyPointer, null, Encrypt);
            OpenSslException.ThrowUnless(done == 1, nameof(LibCrypto.EVP_CipherInit_ex));
        }
    }

    public int TagLength => 16;

    public void Seal(
        ReadOnlySpan<byte> iv,
        ReadOnlySpan<byte> associated,
        Span<byte> payload,
        ReadOnlySpan<byte> suffix,
        Span<byte> tag)
    {
        var context = _context.DangerousGetHandle();
        fixed (byte* ivPointer = iv, associatedPointer = associated, payloadPointer = payload, tagPointer = tag)
        {
            int written;
            var done = LibCrypto.EVP_CipherInit_ex(context, 0, 0, null, ivPointer, Encrypt) == 1
                && Update(context, null, associatedPointer, associated.Length)
                && Update(context, payloadPointer, payloadPointer, payload.Length)
                && LibCrypto.EVP_CipherFinal_ex(context, tagPointer, &written) == 1
                && LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.EVP_CTRL_AEAD_GET_TAG, TagLength, tagPointer) == 1;
            OpenSslException.ThrowUnless(done, nameof(Seal));
        }

        GC.KeepAlive(_context);
    }

    public bool TryOpen(
        ReadOnlySpan<byte> iv,
        ReadOnlySpan<byte> associated,
        Span<byte> payload,
        ReadOnlySpan<byte> suffix,
        ReadOnlySpan<byte> tag)
    {
        var context = _context.DangerousGetHandle();
        fixed (byte* ivPointer = iv, associatedPointer = associated, payloadPointer = payload, tagPointer = tag)
        {
            int written;
            byte none;
            var ready = LibCrypto.EVP_CipherInit_ex(context, 0, 0, null, ivPointer, Decrypt) == 1
                && LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.EVP_CTRL_AEAD_SET_TAG, TagLength, tagPointer) == 1
                && Update(context, null, associatedPointer, associated.Length)
                && Update(context, payloadPointer, payloadPointer, payload.Length);
            OpenSslException.ThrowUnless(ready, nameof(TryOpen));

            var isAuthentic = LibCrypto.EVP_CipherFinal_ex(context, &none, &written) == 1;
            GC.KeepAlive(_context);
            return isAuthentic;
        }
    }

    public void Dispose() => _context.Dispose();

    private static bool Update(nint context, byte* output, byte* input, int length)
    {
        int written;
        return length == 0 || LibCrypto.EVP_CipherUpdate(context, output, &written, input, length) == 1;
    }
}

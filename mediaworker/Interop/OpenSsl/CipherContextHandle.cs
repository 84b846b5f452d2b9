using System.Runtime.InteropServices;

namespace Serverless.Interop.OpenSsl;

/// <summary>Owns an EVP_CIPHER_CTX.</summary>
internal sealed class CipherContextHandle : SafeHandle
{
    public CipherContextHandle()
        : base(0, ownsHandle: true)
    {
        SetHandle(LibCrypto.EVP_CIPHER_CTX_new());
        OpenSslException.ThrowUnless(!IsInvalid, nameof(LibCrypto.EVP_CIPHER_CTX_new));
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_CIPHER_CTX_free(handle);
        return true;
    }
}

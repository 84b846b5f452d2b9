using System.Runtime.InteropServices;

namespace Serverless.Interop.OpenSsl;

/// <summary>Owns an HMAC_CTX.</summary>
internal sealed class HmacContextHandle : SafeHandle
{
    public HmacContextHandle()
        : base(0, ownsHandle: true)
    {
        SetHandle(LibCrypto.HMAC_CTX_new());
        OpenSslException.ThrowUnless(!IsInvalid, nameof(LibCrypto.HMAC_CTX_new));
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.HMAC_CTX_free(handle);
        return true;
    }
}

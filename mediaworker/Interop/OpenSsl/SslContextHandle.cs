using System.Runtime.InteropServices;

namespace Serverless.Interop.OpenSsl;

/// <summary>Owns an SSL_CTX. Each SSL made from it keeps a reference of its own.</summary>
internal sealed class SslContextHandle : SafeHandle
{
    public SslContextHandle(nint context)
        : base(0, ownsHandle: true) => SetHandle(context);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }
}

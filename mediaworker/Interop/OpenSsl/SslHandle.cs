using System.Runtime.InteropServices;

namespace Serverless.Interop.OpenSsl;

/// <summary>Owns an SSL and, through it, the two BIOs it was given.</summary>
internal sealed class SslHandle : SafeHandle
{
    public SslHandle(nint ssl)
        : base(0, ownsHandle: true) => SetHandle(ssl);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        return true;
    }
}

using System.Runtime.InteropServices;

namespace Serverless.Interop.OpenSsl;

/// <summary>Turns a missing library into a clear message at start, not a loader error at the first join.</summary>
internal static class OpenSslLibraries
{
    /// <exception cref="OpenSslMissingException">A library is not installed, or is not OpenSSL 3.</exception>
    public static void Require()
    {
        RequireLibrary(LibCrypto.Name);
        RequireLibrary(LibSsl.Name);
        if (LibCrypto.OPENSSL_version_major() != 3)
        {
            throw new OpenSslMissingException(LibCrypto.Name);
        }
    }

    internal static void RequireLibrary(string name)
    {
        // Stays loaded: the imports bind to the same copy.
        if (!NativeLibrary.TryLoad(name, out _))
        {
            throw new OpenSslMissingException(name);
        }
    }
}

using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>The C library's heap, where OpenSSL keeps a handshake's state.</summary>
public static class NativeHeap
{
    private static readonly bool CanTrim =
        NativeLibrary.TryLoad(LibC.Name, typeof(LibC).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, nameof(LibC.malloc_trim), out _);

    /// <summary>Gives pages that hold nothing any more back to the system. Without effect where the C library is another than glibc.</summary>
    public static void Trim()
    {
        if (CanTrim)
        {
            _ = LibC.malloc_trim(0);
        }
    }
}

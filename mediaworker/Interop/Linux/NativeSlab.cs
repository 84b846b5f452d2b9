using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>Zeroed memory outside the collector's heap, where the kernel may keep pointers between calls.</summary>
internal sealed unsafe class NativeSlab<T> : SafeHandle
    where T : unmanaged
{
    public NativeSlab(int count)
        : base(0, ownsHandle: true) =>
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(T)));

    public override bool IsInvalid => handle == 0;

    public T* Pointer => (T*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}

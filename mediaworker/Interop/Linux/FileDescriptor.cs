using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>Owns a file descriptor. It closes only after the calls in progress have returned.</summary>
internal sealed class FileDescriptor : SafeHandle
{
    public FileDescriptor(int file, [CallerArgumentExpression(nameof(file))] string call = "")
        : base(-1, ownsHandle: true)
    {
        SetHandle(file);
        ThrowUnless(file >= 0, call);
    }

    public override bool IsInvalid => handle < 0;

    /// <exception cref="Win32Exception">With the C library's errno and its text.</exception>
    public static void ThrowUnless(bool condition, string call)
    {
        if (!condition)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new Win32Exception(error, $"{call}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    protected override bool ReleaseHandle() => LibC.close((int)handle) == 0;
}

using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>struct msghdr on 64-bit Linux. The C libraries disagree on the width of two lengths, not on their place.</summary>
[StructLayout(LayoutKind.Sequential, Size = 56)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
}

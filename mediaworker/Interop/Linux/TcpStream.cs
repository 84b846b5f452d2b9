using System.Runtime.InteropServices;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Linux;

/// <summary>A connected TCP socket that never blocks. Used by one thread at a time.</summary>
public sealed unsafe class TcpStream : IDisposable
{
    /// <summary>
    /// Bytes that the kernel holds back at most beyond what is on the way: what waits should wait where voices can overtake
    /// pictures, not in the kernel.
    /// </summary>
    private const int UnsentLimit = 16 * 1024;

    internal TcpStream(FileDescriptor descriptor, UdpAddress remote)
    {
        Descriptor = descriptor;
        Remote = remote;

        // Where an option is refused, packets are later than need be, and that is all.
        SetOption(LibC.TCP_NODELAY, 1);
        SetOption(LibC.TCP_NOTSENT_LOWAT, UnsentLimit);
    }

    public UdpAddress Remote { get; }

    internal FileDescriptor Descriptor { get; }

    /// <returns>Bytes read; zero when there is nothing to read now; null when the stream has ended or is broken.</returns>
    public int? Read(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            var count = LibC.recv(Descriptor, pointer, (nuint)buffer.Length, 0);
            return count > 0 ? (int)count : count < 0 && IsForNow() ? 0 : null;
        }
    }

    /// <returns>Bytes that the kernel took; zero when it takes none now; null when the stream is broken.</returns>
    public int? Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            var count = LibC.send(Descriptor, pointer, (nuint)bytes.Length, LibC.MSG_NOSIGNAL);
            return count >= 0 ? (int)count : IsForNow() ? 0 : null;
        }
    }

    public void Dispose() => Descriptor.Dispose();

    private static bool IsForNow() => Marshal.GetLastPInvokeError() is LibC.EAGAIN or LibC.EINTR;

    private void SetOption(int name, int value) =>
        LibC.setsockopt(Descriptor, LibC.IPPROTO_TCP, name, &value, sizeof(int));
}

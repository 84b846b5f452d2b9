using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>
/// Which of many sockets can be read or written (epoll, level-triggered). A <see cref="Poller"/> sleeps on all of them as on one
/// socket. Nothing allocates after construction.
/// </summary>
public sealed unsafe class SocketPoll : IDisposable
{
    /// <summary>Sockets told by one <see cref="Take"/>; the others are told by the next.</summary>
    public const int Capacity = 64;

    // struct epoll_event is packed on x86-64 and nowhere else.
    private static readonly int TokenOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EntryLength = TokenOffset + sizeof(ulong);

    private readonly NativeSlab<byte> _happenings = new(Capacity * 16);
    private int _count;

    internal FileDescriptor Descriptor { get; } =
        new(LibC.epoll_create1(LibC.EPOLL_CLOEXEC), nameof(LibC.epoll_create1));

    /// <summary>Tells when somebody connects, under this token. Call <see cref="Remove(TcpAcceptor)"/> to be left alone.</summary>
    public void Add(TcpAcceptor acceptor, ulong token)
    {
        ArgumentNullException.ThrowIfNull(acceptor);
        Control(LibC.EPOLL_CTL_ADD, acceptor.Descriptor, LibC.EPOLLIN, token);
    }

    public void Remove(TcpAcceptor acceptor)
    {
        ArgumentNullException.ThrowIfNull(acceptor);
        Control(LibC.EPOLL_CTL_DEL, acceptor.Descriptor, 0, 0);
    }

    /// <summary>Tells when something can be read, under this token. Closing the stream takes it out.</summary>
    public void Add(TcpStream stream, ulong token)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Control(LibC.EPOLL_CTL_ADD, stream.Descriptor, LibC.EPOLLIN, token);
    }

    /// <summary>Tells when datagrams can be read, under this token. Closing the socket takes it out.</summary>
    public void Add(UdpSocket socket, ulong token)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Control(LibC.EPOLL_CTL_ADD, socket.Descriptor, LibC.EPOLLIN, token);
    }

    /// <summary>Another poll is to tell of it.</summary>
    public void Remove(TcpStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Control(LibC.EPOLL_CTL_DEL, stream.Descriptor, 0, 0);
    }

    /// <summary>Tells as well, or no longer, when the stream takes more.</summary>
    public void WatchWriting(TcpStream stream, ulong token, bool watch)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Control(LibC.EPOLL_CTL_MOD, stream.Descriptor, LibC.EPOLLIN | (watch ? LibC.EPOLLOUT : 0), token);
    }

    /// <param name="milliseconds">How long to wait for the first at most; a signal ends the wait early.</param>
    /// <returns>How many sockets have something to tell.</returns>
    public int Take(int milliseconds = 0) =>
        _count = Math.Max(0, LibC.epoll_wait(Descriptor, _happenings.Pointer, Capacity, milliseconds));

    public ulong Token(int index) => BitConverter.ToUInt64(Entry(index)[TokenOffset..]);

    /// <summary>Also when the socket is broken or closed: reading tells which.</summary>
    public bool IsReadable(int index) => (Flags(index) & (LibC.EPOLLIN | LibC.EPOLLERR | LibC.EPOLLHUP)) != 0;

    public bool IsWritable(int index) => (Flags(index) & LibC.EPOLLOUT) != 0;

    public void Dispose()
    {
        _happenings.Dispose();
        Descriptor.Dispose();
    }

    private uint Flags(int index) => BitConverter.ToUInt32(Entry(index));

    private ReadOnlySpan<byte> Entry(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        return new ReadOnlySpan<byte>(_happenings.Pointer + (index * EntryLength), EntryLength);
    }

    private void Control(int operation, FileDescriptor file, uint flags, ulong token)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = flags;
        *(ulong*)(entry + TokenOffset) = token;
        FileDescriptor.ThrowUnless(LibC.epoll_ctl(Descriptor, operation, file, entry) == 0, nameof(LibC.epoll_ctl));
    }
}

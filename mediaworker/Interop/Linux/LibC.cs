using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>The C library on 64-bit Linux, names as in C.</summary>
internal static unsafe partial class LibC
{
    public const string Name = "libc";

    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int SOCK_STREAM = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_NONBLOCK = 0x800;
    public const int SOCK_CLOEXEC = 0x80000;

    public const int SOL_SOCKET = 1;
    public const int SO_REUSEADDR = 2;
    public const int SO_SNDBUF = 7;
    public const int SO_RCVBUF = 8;
    public const int SO_SNDBUFFORCE = 32;
    public const int SO_RCVBUFFORCE = 33;
    public const int IPPROTO_IP = 0;
    public const int IP_PKTINFO = 8;
    public const int IPPROTO_IPV6 = 41;
    public const int IPV6_V6ONLY = 26;
    public const int IPPROTO_TCP = 6;
    public const int TCP_NODELAY = 1;
    public const int TCP_NOTSENT_LOWAT = 25;
    public const int SOL_UDP = 17;
    public const int UDP_SEGMENT = 103;
    public const int UDP_GRO = 104;

    public const int MSG_TRUNC = 0x20;
    public const int MSG_DONTWAIT = 0x40;
    public const int MSG_NOSIGNAL = 0x4000;

    public const int EPOLL_CLOEXEC = 0x80000;
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const int EPOLL_CTL_MOD = 3;
    public const uint EPOLLIN = 1;
    public const uint EPOLLOUT = 4;
    public const uint EPOLLERR = 8;
    public const uint EPOLLHUP = 0x10;

    public const short POLLIN = 1;
    public const int EFD_CLOEXEC = 0x80000;
    public const int EFD_NONBLOCK = 0x800;

    public const int EINTR = 4;
    public const int EIO = 5;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EINVAL = 22;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int ENOBUFS = 105;

    [LibraryImport(Name, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int bind(FileDescriptor socket, void* address, uint length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int listen(FileDescriptor socket, int backlog);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int accept4(FileDescriptor socket, void* address, uint* length, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint recv(FileDescriptor socket, void* buffer, nuint length, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint send(FileDescriptor socket, void* buffer, nuint length, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint sendto(
        FileDescriptor socket, void* buffer, nuint length, int flags, void* address, uint addressLength);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint sendmsg(FileDescriptor socket, MessageHeader* message, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int epoll_ctl(FileDescriptor poll, int operation, FileDescriptor file, void* happening);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int epoll_wait(FileDescriptor poll, void* happenings, int count, int milliseconds);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int getsockname(FileDescriptor socket, void* address, uint* length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int setsockopt(FileDescriptor socket, int level, int name, void* value, uint length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int getsockopt(FileDescriptor socket, int level, int name, void* value, uint* length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int recvmmsg(
        FileDescriptor socket, MultiMessage* messages, uint count, int flags, TimeSpecification* timeout);

    /// <summary>Of glibc only.</summary>
    [LibraryImport(Name)]
    public static partial int malloc_trim(nuint keep);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int sendmmsg(FileDescriptor socket, MultiMessage* messages, uint count, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint read(FileDescriptor file, void* buffer, nuint length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint write(FileDescriptor file, void* buffer, nuint length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int ppoll(PollEntry* entries, nuint count, TimeSpecification* timeout, void* signals);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int clock_gettime(int clock, out TimeSpecification time);

    [LibraryImport(Name)]
    public static partial int close(int file);
}

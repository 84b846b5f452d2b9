using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Linux;

/// <summary>A listening TCP socket that never blocks.</summary>
public sealed unsafe class TcpAcceptor : IDisposable
{
    private const int Backlog = 512;

    private readonly int _family;

    /// <param name="endPoint">Port zero picks a free one. The IPv6 wildcard takes IPv4 peers as well.</param>
    /// <exception cref="Win32Exception">The address is taken, not one of this machine, or a port this user may not have.</exception>
    public TcpAcceptor(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var local = UdpAddress.FromEndPoint(endPoint);
        _family = local.IsIPv4 ? LibC.AF_INET : LibC.AF_INET6;
        Descriptor = new FileDescriptor(
            LibC.socket(_family, LibC.SOCK_STREAM | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC, 0), nameof(LibC.socket));
        try
        {
            LocalAddress = Listen(local, endPoint);
        }
        catch
        {
            Descriptor.Dispose();
            throw;
        }
    }

    public UdpAddress LocalAddress { get; }

    internal FileDescriptor Descriptor { get; }

    /// <summary>Takes one connection, if somebody waits.</summary>
    public AcceptResult TryAccept(out TcpStream? stream)
    {
        SocketAddressStorage address;
        uint length = SocketAddressStorage.LengthIPv6;
        var file = LibC.accept4(Descriptor, &address, &length, LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC);
        if (file >= 0)
        {
            stream = new TcpStream(
                new FileDescriptor(file, nameof(LibC.accept4)),
                address.ToUdpAddress() with { Protocol = TransportProtocol.Tcp });
            return AcceptResult.Accepted;
        }

        stream = null;
        return Marshal.GetLastPInvokeError() switch
        {
            LibC.EAGAIN => AcceptResult.NobodyWaits,

            // Out of descriptors or memory: who waits goes on waiting, and would be told of without end.
            LibC.EMFILE or LibC.ENFILE or LibC.ENOBUFS or LibC.ENOMEM => AcceptResult.Exhausted,

            // What went wrong with one that has left already is not this socket's (accept(2), "Error handling").
            _ => AcceptResult.Lost,
        };
    }

    public void Dispose() => Descriptor.Dispose();

    private UdpAddress Listen(UdpAddress local, IPEndPoint endPoint)
    {
        // Connections of the process before, in TIME-WAIT, must not keep a restarted worker from its port.
        FileDescriptor.ThrowUnless(SetOption(LibC.SOL_SOCKET, LibC.SO_REUSEADDR, 1), nameof(LibC.setsockopt));
        if (_family == LibC.AF_INET6)
        {
            FileDescriptor.ThrowUnless(SetOption(LibC.IPPROTO_IPV6, LibC.IPV6_V6ONLY, 0), nameof(LibC.setsockopt));
        }

        var address = SocketAddressStorage.Of(local, _family);
        FileDescriptor.ThrowUnless(
            LibC.bind(Descriptor, &address, SocketAddressStorage.LengthOf(_family)) == 0, $"bind {endPoint}");
        FileDescriptor.ThrowUnless(LibC.listen(Descriptor, Backlog) == 0, $"listen {endPoint}");
        uint length = SocketAddressStorage.LengthIPv6;
        FileDescriptor.ThrowUnless(
            LibC.getsockname(Descriptor, &address, &length) == 0, nameof(LibC.getsockname));
        return address.ToUdpAddress() with { Protocol = TransportProtocol.Tcp };
    }

    private bool SetOption(int level, int name, int value) =>
        LibC.setsockopt(Descriptor, level, name, &value, sizeof(int)) == 0;
}

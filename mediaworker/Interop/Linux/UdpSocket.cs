using System.ComponentModel;
using System.Net;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Linux;

/// <summary>
/// A bound, non-blocking UDP socket without the class library's Socket around it, which costs about 0.7 µs per packet.
/// One thread reads and writes it, through <see cref="ReceiveBatch"/> and <see cref="SendBatch"/>.
/// </summary>
public sealed unsafe class UdpSocket : IDisposable
{
    // Half a second of 100 Mbit/s: what a shard may be late by when the machine is busy.
    private const int DesiredBufferLength = 8 * 1024 * 1024;

    /// <param name="endPoint">Port zero picks a free one. The IPv6 wildcard takes IPv4 peers as well.</param>
    /// <exception cref="Win32Exception">The address is taken or is not one of this machine.</exception>
    public UdpSocket(IPEndPoint endPoint)
    {
        var local = UdpAddress.FromEndPoint(endPoint);
        Family = local.IsIPv4 ? LibC.AF_INET : LibC.AF_INET6;
        Descriptor = new FileDescriptor(
            LibC.socket(Family, LibC.SOCK_DGRAM | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC, 0), nameof(LibC.socket));
        try
        {
            LocalAddress = Bind(local, endPoint);
        }
        catch
        {
            Descriptor.Dispose();
            throw;
        }

        ReceiveBufferLength = SetBufferLength(LibC.SO_RCVBUFFORCE, LibC.SO_RCVBUF);
        SendBufferLength = SetBufferLength(LibC.SO_SNDBUFFORCE, LibC.SO_SNDBUF);
        SupportsSegmentation = SetOption(LibC.SOL_UDP, LibC.UDP_SEGMENT, 0);
    }

    public UdpAddress LocalAddress { get; }

    /// <summary>Bytes the kernel grants, by its own accounting (twice what was asked for).</summary>
    public int ReceiveBufferLength { get; }

    /// <summary>Bytes the kernel grants, by its own accounting (twice what was asked for).</summary>
    public int SendBufferLength { get; }

    /// <summary>Whether the kernel cuts one message into equal datagrams (UDP_SEGMENT, since Linux 4.18).</summary>
    public bool SupportsSegmentation { get; }

    internal FileDescriptor Descriptor { get; }

    internal int Family { get; }

    /// <summary>Sends one datagram, for those who rarely do; see <see cref="SendBatch"/>. False when the kernel did not take it.</summary>
    public bool TrySend(ReadOnlySpan<byte> datagram, UdpAddress to)
    {
        if (Family == LibC.AF_INET && !to.IsIPv4)
        {
            return false;
        }

        var address = SocketAddressStorage.Of(to, Family);
        fixed (byte* pointer = datagram)
        {
            return LibC.sendto(
                Descriptor, pointer, (nuint)datagram.Length, LibC.MSG_DONTWAIT, &address, SocketAddressStorage.LengthOf(Family)) >= 0;
        }
    }

    /// <summary>
    /// For an IPv4 wildcard socket that stands for many addresses of this machine: <see cref="CoalescedBatch"/> tells which of them a
    /// datagram came to, and takes equal ones of one sender as one (UDP_GRO, since Linux 5.0) where the kernel can.
    /// </summary>
    /// <exception cref="Win32Exception">The kernel does not tell.</exception>
    public void ShareAddresses()
    {
        FileDescriptor.ThrowUnless(SetOption(LibC.IPPROTO_IP, LibC.IP_PKTINFO, 1), nameof(LibC.setsockopt));
        SetOption(LibC.SOL_UDP, LibC.UDP_GRO, 1);
    }

    /// <summary>As <see cref="TrySend(ReadOnlySpan{byte}, UdpAddress)"/>, from one of this machine's addresses.</summary>
    /// <param name="datagram">One.</param>
    /// <param name="to">An IPv4 peer.</param>
    /// <param name="from">The four bytes in network order, as a number.</param>
    public bool TrySend(ReadOnlySpan<byte> datagram, UdpAddress to, uint from)
    {
        if (Family != LibC.AF_INET || !to.IsIPv4)
        {
            return false;
        }

        var address = SocketAddressStorage.Of(to, Family);
        var control = AddressControl.Of(from);
        fixed (byte* pointer = datagram)
        {
            var vector = new IoVector { Base = pointer, Length = (nuint)datagram.Length };
            var message = new MessageHeader
            {
                Name = &address,
                NameLength = SocketAddressStorage.LengthOf(Family),
                Vectors = &vector,
                VectorCount = 1,
                Control = &control,
                ControlLength = AddressControl.Space,
            };
            return LibC.sendmsg(Descriptor, &message, LibC.MSG_DONTWAIT) >= 0;
        }
    }

    public void Dispose() => Descriptor.Dispose();

    private UdpAddress Bind(UdpAddress local, IPEndPoint endPoint)
    {
        if (Family == LibC.AF_INET6)
        {
            FileDescriptor.ThrowUnless(SetOption(LibC.IPPROTO_IPV6, LibC.IPV6_V6ONLY, 0), nameof(LibC.setsockopt));
        }

        var address = SocketAddressStorage.Of(local, Family);
        FileDescriptor.ThrowUnless(
            LibC.bind(Descriptor, &address, SocketAddressStorage.LengthOf(Family)) == 0, $"bind {endPoint}");

        uint length = SocketAddressStorage.LengthIPv6;
        FileDescriptor.ThrowUnless(
            LibC.getsockname(Descriptor, &address, &length) == 0, nameof(LibC.getsockname));
        return address.ToUdpAddress();
    }

    private bool SetOption(int level, int name, int value) =>
        LibC.setsockopt(Descriptor, level, name, &value, sizeof(int)) == 0;

    /// <summary>The forced variant ignores the system's maximum but needs CAP_NET_ADMIN; the other is capped.</summary>
    private int SetBufferLength(int forced, int capped)
    {
        if (!SetOption(LibC.SOL_SOCKET, forced, DesiredBufferLength))
        {
            SetOption(LibC.SOL_SOCKET, capped, DesiredBufferLength);
        }

        var granted = 0;
        uint length = sizeof(int);
        LibC.getsockopt(Descriptor, LibC.SOL_SOCKET, capped, &granted, &length);
        return granted;
    }
}

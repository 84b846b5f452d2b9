using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>
/// Takes up to <see cref="Capacity"/> messages from a socket of many addresses (<see cref="UdpSocket.ShareAddresses"/>) with one
/// system call; each is one datagram, or several equal ones of one sender to one address. They live in native memory until the next
/// <see cref="Receive"/> and may be changed in place. Nothing allocates after construction.
/// </summary>
public sealed unsafe class CoalescedBatch : IDisposable
{
    public const int Capacity = 64;

    /// <summary>The largest UDP payload, and some, so that messages do not all begin in the same lines of the cache.</summary>
    private const int SlotLength = (64 * 1024) + 192;

    /// <summary>Room for the address and for the length of a datagram, each with its header.</summary>
    private const int ControlLength = 64;

    private const int HeaderLength = 16;

    private readonly NativeSlab<byte> _packets = new(Capacity * SlotLength);
    private readonly NativeSlab<byte> _controls = new(Capacity * ControlLength);
    private readonly NativeSlab<SocketAddressStorage> _addresses = new(Capacity);
    private readonly NativeSlab<IoVector> _vectors = new(Capacity);
    private readonly NativeSlab<MultiMessage> _messages = new(Capacity);
    private int _count;

    public CoalescedBatch()
    {
        for (var i = 0; i < Capacity; i++)
        {
            _vectors.Pointer[i] = new IoVector { Base = _packets.Pointer + (i * SlotLength), Length = SlotLength };
            _messages.Pointer[i].Header = new MessageHeader
            {
                Name = _addresses.Pointer + i,
                Vectors = _vectors.Pointer + i,
                VectorCount = 1,
                Control = _controls.Pointer + (i * ControlLength),
            };
        }

        _count = Capacity;
        Rearm();
    }

    /// <returns>How many messages came, without waiting; zero when none was there.</returns>
    public int Receive(UdpSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Rearm();
        int received;
        do
        {
            received = LibC.recvmmsg(socket.Descriptor, _messages.Pointer, Capacity, LibC.MSG_DONTWAIT, null);
        }
        while (received < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR);

        // Any other error is of one past packet (ICMP) or means "nothing there": the next call goes on.
        _count = Math.Max(received, 0);
        return _count;
    }

    /// <summary>One message. What it came to is zero where the kernel did not say.</summary>
    public CoalescedMessage Message(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        ref var message = ref _messages.Pointer[index];
        var bytes = new Span<byte>(_vectors.Pointer[index].Base, (int)message.Length);
        var (segment, to) = ReadControls((byte*)message.Header.Control, (int)message.Header.ControlLength);
        return new CoalescedMessage(
            bytes, segment == 0 ? bytes.Length : segment, to, _addresses.Pointer[index].ToUdpAddress());
    }

    public void Dispose()
    {
        _count = 0;
        _messages.Dispose();
        _vectors.Dispose();
        _addresses.Dispose();
        _controls.Dispose();
        _packets.Dispose();
    }

    /// <summary>The kernel left the lengths of what it wrote behind.</summary>
    private void Rearm()
    {
        for (var i = 0; i < _count; i++)
        {
            _messages.Pointer[i].Header.NameLength = SocketAddressStorage.LengthIPv6;
            _messages.Pointer[i].Header.ControlLength = ControlLength;
        }
    }

    private static (int Segment, uint To) ReadControls(byte* controls, int length)
    {
        var (segment, to) = (0, 0U);
        for (var at = 0; at + HeaderLength <= length;)
        {
            var size = (int)*(nuint*)(controls + at);
            var (level, type) = (*(int*)(controls + at + 8), *(int*)(controls + at + 12));
            if (level == LibC.SOL_UDP && type == LibC.UDP_GRO)
            {
                segment = *(int*)(controls + at + HeaderLength);
            }
            else if (level == LibC.IPPROTO_IP && type == LibC.IP_PKTINFO)
            {
                var destination = ((AddressControl*)(controls + at))->Destination;
                to = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(destination) : destination;
            }

            // CMSG_ALIGN; a header without a length would never end.
            at += Math.Max(HeaderLength, (size + 7) & ~7);
        }

        return (segment, to);
    }
}

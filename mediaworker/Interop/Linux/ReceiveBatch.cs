using System.Runtime.InteropServices;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Linux;

/// <summary>
/// Takes up to <see cref="Capacity"/> datagrams from a socket with one system call. Packets live in native memory until
/// the next <see cref="Receive()"/> and may be changed in place. Nothing allocates after construction.
/// </summary>
public sealed unsafe class ReceiveBatch : IDisposable
{
    public const int Capacity = 64;

    /// <summary>Bytes of one packet at most. Longer ones, which no WebRTC peer sends, come out empty.</summary>
    public const int SlotLength = 2048;

    private readonly UdpSocket? _socket;
    private readonly NativeSlab<byte> _packets = new(Capacity * SlotLength);
    private readonly NativeSlab<SocketAddressStorage> _addresses = new(Capacity);
    private readonly NativeSlab<IoVector> _vectors = new(Capacity);
    private readonly NativeSlab<MultiMessage> _messages = new(Capacity);
    private int _count;

    /// <param name="socket">What <see cref="Receive()"/> reads; null where many sockets share the batch.</param>
    public ReceiveBatch(UdpSocket? socket = null)
    {
        _socket = socket;
        for (var i = 0; i < Capacity; i++)
        {
            _vectors.Pointer[i] = new IoVector { Base = _packets.Pointer + (i * SlotLength), Length = SlotLength };
            _messages.Pointer[i].Header = new MessageHeader
            {
                Name = _addresses.Pointer + i,
                NameLength = SocketAddressStorage.LengthIPv6,
                Vectors = _vectors.Pointer + i,
                VectorCount = 1,
            };
        }
    }

    /// <inheritdoc cref="Receive(UdpSocket)"/>
    public int Receive() => Receive(_socket ?? throw new InvalidOperationException("The batch has no socket of its own."));

    /// <returns>How many datagrams came, without waiting; zero when none was there.</returns>
    public int Receive(UdpSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);

        // The kernel left the length of each sender's address behind.
        for (var i = 0; i < _count; i++)
        {
            _messages.Pointer[i].Header.NameLength = SocketAddressStorage.LengthIPv6;
        }

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

    public Span<byte> Packet(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        ref var message = ref _messages.Pointer[index];
        var isWhole = (message.Header.Flags & LibC.MSG_TRUNC) == 0;
        return new Span<byte>(_vectors.Pointer[index].Base, isWhole ? (int)message.Length : 0);
    }

    public UdpAddress From(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        return _addresses.Pointer[index].ToUdpAddress();
    }

    public void Dispose()
    {
        _count = 0;
        _messages.Dispose();
        _vectors.Dispose();
        _addresses.Dispose();
        _packets.Dispose();
    }
}

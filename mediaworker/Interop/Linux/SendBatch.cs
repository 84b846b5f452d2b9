using System.Runtime.InteropServices;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Linux;

/// <summary>
/// Collects datagrams and sends them with as few messages as it can: consecutive packets of one size to one peer become
/// one message that the kernel cuts up (UDP_SEGMENT), which halves the cost of a packet from four on. So write the
/// packets of one peer next to each other. Nothing allocates after construction.
/// </summary>
/// <remarks>
/// A full socket drops: media that waits is media that is late. The counters say how much.
/// </remarks>
public sealed unsafe class SendBatch : IDisposable
{
    /// <summary>With as many waiting, the first packet to another peer sends them: a run that is cut in two costs a message more.</summary>
    public const int FlushAt = 64;

    /// <summary>As many wait at most, to one peer.</summary>
    public const int Capacity = 2 * FlushAt;

    /// <summary>Bytes of one packet at most.</summary>
    public const int MaximumPacketLength = 1500;

    // Slots begin on a cache line.
    private const int SlotLength = 1536;

    // One message carries at most one IPv4 datagram's worth of payload before the kernel cuts it.
    private const int MaximumMessageLength = 65507;

    // UDP_MAX_SEGMENTS of kernels before 6.9.
    private const int MaximumSegments = 64;

    private readonly UdpSocket _socket;
    private readonly NativeSlab<byte> _packets = new(Capacity * SlotLength);
    private readonly NativeSlab<IoVector> _vectors = new(Capacity);
    private readonly NativeSlab<MultiMessage> _messages = new(Capacity);
    private readonly NativeSlab<SocketAddressStorage> _addresses = new(Capacity);
    private readonly NativeSlab<SegmentControl> _controls = new(Capacity);
    private readonly UdpAddress[] _destinations = new UdpAddress[Capacity];
    private int _count;

    /// <param name="socket">Outlives the batch.</param>
    /// <param name="useSegmentation">False sends each packet as a message of its own, whatever the kernel can do.</param>
    public SendBatch(UdpSocket socket, bool useSegmentation = true)
    {
        _socket = socket;
        UsesSegmentation = useSegmentation && socket.SupportsSegmentation;
        for (var i = 0; i < Capacity; i++)
        {
            _vectors.Pointer[i].Base = _packets.Pointer + (i * SlotLength);
        }
    }

    /// <summary>Goes false for good when the network device turns out to refuse it.</summary>
    public bool UsesSegmentation { get; private set; }

    /// <summary>Packets that wait for <see cref="Flush"/>.</summary>
    public int Count => _count;

    /// <summary>Packets the kernel took, since construction.</summary>
    public long Sent { get; private set; }

    /// <summary>Messages they went in, since construction.</summary>
    public long Messages { get; private set; }

    /// <summary>Packets lost because the socket was full, since construction.</summary>
    public long Dropped { get; private set; }

    /// <summary>Packets the kernel would not send (no route, wrong family, too long), since construction.</summary>
    public long Refused { get; private set; }

    /// <summary>Room for the next packet. A second call without <see cref="Commit"/> gives the same room.</summary>
    public Span<byte> Reserve() => new(_vectors.Pointer[_count].Base, MaximumPacketLength);

    /// <summary>Adds what was written into <see cref="Reserve"/>; sends when that filled the batch.</summary>
    public void Commit(int length, UdpAddress to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)MaximumPacketLength, nameof(length));
        if (_socket.Family == LibC.AF_INET && !to.IsIPv4)
        {
            Refused++;
            return;
        }

        if (_count >= FlushAt && _destinations[_count - 1] != to)
        {
            FlushBefore();
        }

        _vectors.Pointer[_count].Length = (nuint)length;
        _destinations[_count] = to;
        _count++;
        if (_count == Capacity)
        {
            Flush();
        }
    }

    /// <summary>Sends what waits, without blocking.</summary>
    public void Flush()
    {
        var next = 0;
        var segment = UsesSegmentation;
        while (next < _count)
        {
            next += SendFrom(next, ref segment);
        }

        _count = 0;
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

    /// <summary>Sends all but the packet that was just written, which becomes the first of the next ones by a change of places.</summary>
    private void FlushBefore()
    {
        var written = _count;
        Flush();
        (_vectors.Pointer[0], _vectors.Pointer[written]) = (_vectors.Pointer[written], _vectors.Pointer[0]);
    }

    /// <returns>How many packets are done with: sent, dropped or refused. Zero when they must be cut anew.</returns>
    private int SendFrom(int first, ref bool segment)
    {
        var messages = BuildMessages(first, segment);
        var taken = LibC.sendmmsg(_socket.Descriptor, _messages.Pointer, (uint)messages, LibC.MSG_DONTWAIT);
        if (taken > 0)
        {
            var packets = 0;
            for (var i = 0; i < taken; i++)
            {
                packets += (int)_messages.Pointer[i].Header.VectorCount;
            }

            Sent += packets;
            Messages += taken;
            return packets;
        }

        // The call fails only by its first message; what went before a failing one was counted above.
        var failed = (int)_messages.Pointer[0].Header.VectorCount;
        switch (SendFailures.Of(Marshal.GetLastPInvokeError(), failed))
        {
            case SendFailure.Full:
                Dropped += _count - first;
                return _count - first;

            case SendFailure.SegmentationUnavailable:
                UsesSegmentation = false;
                segment = false;
                return 0;

            case SendFailure.SegmentsRefused:
                segment = false;
                return 0;

            case SendFailure.PacketRefused:
                Refused += failed;
                return failed;

            case SendFailure.Interrupted:
            default:
                return 0;
        }
    }

    /// <summary>Describes packets from <paramref name="first"/> on as messages.</summary>
    private int BuildMessages(int first, bool segment)
    {
        var messages = 0;
        for (var packet = first; packet < _count; messages++)
        {
            var run = segment ? MeasureRun(packet) : 1;
            _addresses.Pointer[messages] = SocketAddressStorage.Of(_destinations[packet], _socket.Family);
            _controls.Pointer[messages] = SegmentControl.Of((int)_vectors.Pointer[packet].Length);
            _messages.Pointer[messages].Header = new MessageHeader
            {
                Name = _addresses.Pointer + messages,
                NameLength = SocketAddressStorage.LengthOf(_socket.Family),
                Vectors = _vectors.Pointer + packet,
                VectorCount = (nuint)run,
                Control = run > 1 ? _controls.Pointer + messages : null,
                ControlLength = run > 1 ? SegmentControl.Space : 0U,
            };
            packet += run;
        }

        return messages;
    }

    /// <summary>How many packets from here go to one peer in one size; the last may be shorter, as the kernel allows.</summary>
    private int MeasureRun(int first)
    {
        var size = _vectors.Pointer[first].Length;
        var total = size;
        var end = first + 1;
        var last = Math.Min(_count, first + MaximumSegments);
        while (end < last && _destinations[end] == _destinations[first])
        {
            var length = _vectors.Pointer[end].Length;
            total += length;
            if (length > size || length == 0 || total > MaximumMessageLength)
            {
                break;
            }

            end++;
            if (length < size)
            {
                break;
            }
        }

        return end - first;
    }
}

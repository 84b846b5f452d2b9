using System.Runtime.InteropServices;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Linux;

/// <summary>
/// Collects datagrams and sends them with as few messages as it can: consecutive packets of one size to one peer become
/// one message that the kernel cuts up (UDP_SEGMENT), which halves the cost of a packet from four on. So write the
/// packets of one peer next to each other. Nothing allocates after construction.
/// </summary>
/// <remarks>
/// Packets stand one right behind the other, so that a message is one piece of memory, however many packets are in it.
/// A full socket drops: media that waits is media that is late. The counters say how much.
/// </remarks>
public sealed unsafe class SendBatch : IDisposable
{
    /// <summary>With as many waiting, the first packet of another message sends them: a run that is cut in two costs a message more.</summary>
    public const int FlushAt = 64;

    /// <summary>As many wait at most.</summary>
    public const int Capacity = FlushAt - 1 + MaximumSegments;

    /// <summary>Bytes of one packet at most.</summary>
    public const int MaximumPacketLength = 1500;

    // One message carries at most one IPv4 datagram's worth of payload before the kernel cuts it.
    private const int MaximumMessageLength = 65507;

    // UDP_MAX_SEGMENTS of kernels before 6.9.
    private const int MaximumSegments = 64;

    private readonly UdpSocket _socket;
    private readonly NativeSlab<byte> _packets = new((Capacity + 1) * MaximumPacketLength);
    private readonly NativeSlab<IoVector> _pieces = new(Capacity);
    private readonly NativeSlab<MultiMessage> _messages = new(Capacity + 1);
    private readonly NativeSlab<SocketAddressStorage> _addresses = new(Capacity);
    private readonly NativeSlab<SegmentControl> _controls = new(Capacity);
    private Run _run;
    private int _waitingMessages;
    private int _count;
    private byte* _end;

    /// <param name="socket">Outlives the batch.</param>
    /// <param name="useSegmentation">False sends each packet as a message of its own, whatever the kernel can do.</param>
    public SendBatch(UdpSocket socket, bool useSegmentation = true)
    {
        _socket = socket;
        _end = _packets.Pointer;
        UsesSegmentation = useSegmentation && socket.SupportsSegmentation;
        for (var message = 0; message < Capacity; message++)
        {
            _controls.Pointer[message] = SegmentControl.Of(0);
            _messages.Pointer[message].Header = new MessageHeader
            {
                Name = _addresses.Pointer + message,
                NameLength = SocketAddressStorage.LengthOf(_socket.Family),
                Vectors = _pieces.Pointer + message,
                VectorCount = 1,
            };
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
    public Span<byte> Reserve() => new(_end, MaximumPacketLength);

    /// <summary>Adds what was written into <see cref="Reserve"/>; sends what waited before it when that is enough.</summary>
    public void Commit(int length, UdpAddress to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)MaximumPacketLength, nameof(length));
        if (!TryExtend(length, to))
        {
            if (_socket.Family == LibC.AF_INET && !to.IsIPv4)
            {
                Refused++;
                return;
            }

            if (_count >= FlushAt)
            {
                FlushBefore(length);
            }

            Begin(length, to);
        }

        _end += length;
        _count++;
    }

    /// <summary>Sends what waits, without blocking.</summary>
    public void Flush()
    {
        for (var next = 0; next < _waitingMessages;)
        {
            next += SendFrom(next);
        }

        (_run, _waitingMessages, _count) = (default, 0, 0);
        _end = _packets.Pointer;
    }

    public void Dispose()
    {
        (_waitingMessages, _count) = (0, 0);
        _messages.Dispose();
        _pieces.Dispose();
        _addresses.Dispose();
        _controls.Dispose();
        _packets.Dispose();
    }

    /// <summary>True if the packet goes in one message with the one before: to one peer, in one size but for the last, which may be shorter.</summary>
    private bool TryExtend(int length, UdpAddress to)
    {
        if (length > _run.RoomForNext || length == 0 || to != _run.To)
        {
            return false;
        }

        ref var piece = ref _pieces.Pointer[_waitingMessages - 1];
        if (++_run.Packets == 2)
        {
            ref var header = ref _messages.Pointer[_waitingMessages - 1].Header;
            header.Control = _controls.Pointer + _waitingMessages - 1;
            header.ControlLength = SegmentControl.Space;
        }

        piece.Length += (nuint)length;
        var isOver = length < _run.Segment || _run.Packets == MaximumSegments;
        _run.RoomForNext = isOver ? 0 : Math.Min(_run.Segment, MaximumMessageLength - (int)piece.Length);
        return true;
    }

    private void Begin(int length, UdpAddress to)
    {
        var message = _waitingMessages++;
        _run = new Run { To = to, Segment = length, Packets = 1, RoomForNext = UsesSegmentation ? length : 0 };
        _pieces.Pointer[message] = new IoVector { Base = _end, Length = (nuint)length };
        _addresses.Pointer[message] = SocketAddressStorage.Of(to, _socket.Family);
        _controls.Pointer[message].SegmentSize = (ushort)length;
        ref var header = ref _messages.Pointer[message].Header;
        header.Control = null;
        header.ControlLength = 0;
    }

    /// <summary>Sends all but the packet that was just written, which becomes the first of the next ones.</summary>
    private void FlushBefore(int written)
    {
        var packet = new ReadOnlySpan<byte>(_end, written);
        Flush();
        packet.CopyTo(Reserve());
    }

    /// <returns>How many messages are done with: sent, dropped or refused.</returns>
    private int SendFrom(int first)
    {
        var taken = LibC.sendmmsg(
            _socket.Descriptor, _messages.Pointer + first, (uint)(_waitingMessages - first), LibC.MSG_DONTWAIT);
        if (taken > 0)
        {
            for (var message = first; message < first + taken; message++)
            {
                Sent += PacketsIn(message);
            }

            Messages += taken;
            return taken;
        }

        // The call fails only by its first message; what went before a failing one was counted above.
        var failed = PacketsIn(first);
        switch (SendFailures.Of(Marshal.GetLastPInvokeError(), failed))
        {
            case SendFailure.Full:
                for (var message = first; message < _waitingMessages; message++)
                {
                    Dropped += PacketsIn(message);
                }

                return _waitingMessages - first;

            case SendFailure.SegmentationUnavailable:
                UsesSegmentation = false;
                SendApart(first);
                return 1;

            case SendFailure.SegmentsRefused:
                SendApart(first);
                return 1;

            case SendFailure.PacketRefused:
                Refused += failed;
                return 1;

            case SendFailure.Interrupted:
            default:
                return 0;
        }
    }

    /// <summary>Sends each packet of a message that was refused as a message of its own.</summary>
    private void SendApart(int refused)
    {
        var rest = _pieces.Pointer[refused];
        var segment = (nuint)_controls.Pointer[refused].SegmentSize;
        var piece = rest;
        var apart = _messages.Pointer + Capacity;
        apart->Header = _messages.Pointer[refused].Header;
        apart->Header.Vectors = &piece;
        apart->Header.Control = null;
        apart->Header.ControlLength = 0;
        while (rest.Length > 0)
        {
            piece = new IoVector { Base = rest.Base, Length = Math.Min(segment, rest.Length) };
            if (LibC.sendmmsg(_socket.Descriptor, apart, 1, LibC.MSG_DONTWAIT) == 1)
            {
                Sent++;
                Messages++;
            }
            else if (SendFailures.Of(Marshal.GetLastPInvokeError(), 1) is var failure && failure == SendFailure.Interrupted)
            {
                continue;
            }
            else if (failure == SendFailure.Full)
            {
                Dropped++;
            }
            else
            {
                Refused++;
            }

            rest = new IoVector { Base = rest.Base + piece.Length, Length = rest.Length - piece.Length };
        }
    }

    private int PacketsIn(int message)
    {
        var segment = (nuint)_controls.Pointer[message].SegmentSize;
        return segment == 0 ? 1 : (int)((_pieces.Pointer[message].Length + segment - 1) / segment);
    }

    /// <summary>The message that is being written.</summary>
    private struct Run
    {
        public UdpAddress To;

        /// <summary>Bytes of its first packet.</summary>
        public int Segment;
        public int Packets;

        /// <summary>Bytes that the next packet may have to belong to it; 0 when it is over.</summary>
        public int RoomForNext;
    }
}

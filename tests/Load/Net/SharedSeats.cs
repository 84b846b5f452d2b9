using System.Net;
using Serverless.Interop.Linux;
using Serverless.Load.Measure;
using Serverless.Rtc.Units;

namespace Serverless.Load.Net;

/// <summary>
/// A few sockets for all participants, each of whom has a loopback address of its own: one system call takes what came for dozens of
/// them, and what the worker sent as one message (UDP_SEGMENT) comes as one. So it reaches systems on this machine only.
/// </summary>
internal sealed class SharedSeats : ISeats
{
    /// <summary>Each has its own buffer in the kernel, and its own lock.</summary>
    private const int Sockets = 8;

    /// <summary>Messages are read from one socket so often before the next one's turn.</summary>
    private const int BatchesPerTurn = 2;

    /// <summary>127.0.0.0/8 is this machine (RFC 6890); the first addresses of it are others'.</summary>
    private const uint Loopback = 0x7F00_0000;

    private const uint FirstAddress = 0x7F01_0000;
    private const int MaximumParticipants = 0x00FE_0000;

    private readonly UdpSocket[] _sockets;
    private readonly SocketPoll _poll = new();
    private readonly CoalescedBatch _batch = new();

    /// <summary>By number.</summary>
    private IGuest?[] _guests = new IGuest?[4096];

    public SharedSeats()
    {
        _sockets = [.. Enumerable.Range(0, Sockets).Select(_ => new UdpSocket(new IPEndPoint(IPAddress.Any, 0)))];
        for (var index = 0; index < Sockets; index++)
        {
            _sockets[index].ShareAddresses();
            _poll.Add(_sockets[index], (ulong)index);
        }
    }

    public ISeat Open(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, MaximumParticipants);
        return new Seat(_sockets[number % Sockets], number);
    }

    public void Add(ISeat seat, IGuest guest)
    {
        var number = ((Seat)seat).Number;
        if (number >= _guests.Length)
        {
            Array.Resize(ref _guests, Math.Max(number + 1, _guests.Length * 2));
        }

        _guests[number] = guest;
    }

    public void Remove(ISeat seat) => _guests[((Seat)seat).Number] = null;

    public void Receive(int milliseconds, Clock clock)
    {
        var ready = _poll.Take(milliseconds);
        for (var index = 0; index < ready; index++)
        {
            var socket = _sockets[_poll.Token(index)];
            var count = CoalescedBatch.Capacity;
            for (var batch = 0; batch < BatchesPerTurn && count == CoalescedBatch.Capacity; batch++)
            {
                count = _batch.Receive(socket);
                var now = clock.Now;
                for (var message = 0; message < count; message++)
                {
                    Handle(now, _batch.Message(message));
                }
            }
        }
    }

    public bool Reaches(UdpAddress address) => address.IsIPv4 && (uint)address.Low >> 24 == Loopback >> 24;

    public void Dispose()
    {
        _poll.Dispose();
        _batch.Dispose();
        Array.ForEach(_sockets, socket => socket.Dispose());
    }

    private void Handle(Instant now, in CoalescedMessage message)
    {
        var number = message.To - FirstAddress;
        if (number >= (uint)_guests.Length || _guests[number] is not { } guest)
        {
            return;
        }

        for (var rest = message.Bytes; rest.Length > 0;)
        {
            var length = Math.Min(message.Segment, rest.Length);
            guest.Handle(now, message.From, rest[..length]);
            rest = rest[length..];
        }
    }

    private sealed class Seat(UdpSocket socket, int number) : ISeat
    {
        public int Number => number;

        public bool TrySend(ReadOnlySpan<byte> datagram, UdpAddress to) =>
            socket.TrySend(datagram, to, FirstAddress + (uint)number);

        public void Dispose()
        {
        }
    }
}

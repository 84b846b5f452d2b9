using System.Net;
using Serverless.Interop.Linux;
using Serverless.Load.Measure;
using Serverless.Rtc.Units;

namespace Serverless.Load.Net;

/// <summary>A socket for each participant, as if each were on a machine of its own.</summary>
internal sealed class OwnSeats : ISeats
{
    private readonly SocketPoll _poll = new();
    private readonly ReceiveBatch _batch = new();
    private readonly Dictionary<ulong, (Seat Seat, IGuest Guest)> _taken = [];
    private ulong _lastToken;

    public ISeat Open(int number) => new Seat();

    public void Add(ISeat seat, IGuest guest)
    {
        var own = (Seat)seat;
        own.Token = ++_lastToken;
        _taken.Add(own.Token, (own, guest));
        _poll.Add(own.Socket, own.Token);
    }

    public void Remove(ISeat seat) => _taken.Remove(((Seat)seat).Token);

    public void Receive(int milliseconds, Clock clock)
    {
        var ready = _poll.Take(milliseconds);
        for (var index = 0; index < ready; index++)
        {
            if (!_taken.TryGetValue(_poll.Token(index), out var taken))
            {
                continue;
            }

            var count = _batch.Receive(taken.Seat.Socket);
            var now = clock.Now;
            for (var packet = 0; packet < count; packet++)
            {
                taken.Guest.Handle(now, _batch.From(packet), _batch.Packet(packet));
            }
        }
    }

    public bool Reaches(UdpAddress address) => true;

    public void Dispose()
    {
        _poll.Dispose();
        _batch.Dispose();
    }

    private sealed class Seat : ISeat
    {
        public UdpSocket Socket { get; } = new(new IPEndPoint(IPAddress.Any, 0));

        public ulong Token { get; set; }

        public bool TrySend(ReadOnlySpan<byte> datagram, UdpAddress to) => Socket.TrySend(datagram, to);

        public void Dispose() => Socket.Dispose();
    }
}

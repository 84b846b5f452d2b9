using System.Net;
using Serverless.Interop.Linux;
using Serverless.Load.Measure;
using Serverless.Load.Net;
using Serverless.Rtc.Units;

namespace Serverless.Load.Tests;

public sealed class SeatsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_guest_hears_what_is_sent_to_its_seat_and_nobody_after_it_left(bool shared)
    {
        using ISeats seats = shared ? new SharedSeats() : new OwnSeats();
        using var worker = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0));
        using var received = new ReceiveBatch(worker);
        var clock = new Clock();

        // Number 8 shares its socket with number 0; 5000 is beyond the places that are made at first.
        var guests = new[] { 0, 8, 5000 }.Select(number => new Guest(seats.Open(number))).ToArray();
        foreach (var guest in guests)
        {
            seats.Add(guest.Seat, guest);
            Assert.True(guest.Seat.TrySend([1], worker.LocalAddress));
            Wait(worker);
            Assert.Equal(1, received.Receive());
            guest.Address = received.From(0);
        }

        Assert.Equal(3, guests.Select(guest => guest.Address).Distinct().Count());
        seats.Remove(guests[1].Seat);
        foreach (var guest in guests)
        {
            Assert.True(worker.TrySend([2, 2], guest.Address));
            Assert.True(worker.TrySend([3, 3, 3], guest.Address));
        }

        while (guests[0].Heard.Count < 2 || guests[2].Heard.Count < 2)
        {
            seats.Receive(30_000, clock);
        }

        Assert.Equal([2, 3], guests[0].Heard);
        Assert.Empty(guests[1].Heard);
        Assert.Equal([2, 3], guests[2].Heard);
        Array.ForEach(guests, guest => guest.Seat.Dispose());
    }

    [Fact]
    public void Shared_sockets_reach_this_machine_only()
    {
        using var shared = new SharedSeats();
        using var own = new OwnSeats();
        var near = UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.Loopback, 40000));
        var far = UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 40000));

        Assert.Equal((true, false), (shared.Reaches(near), shared.Reaches(far)));
        Assert.Equal((true, true), (own.Reaches(near), own.Reaches(far)));
    }

    private static void Wait(UdpSocket socket)
    {
        using var poll = new SocketPoll();
        poll.Add(socket, 1);
        Assert.Equal(1, poll.Take(30_000));
    }

    private sealed class Guest(ISeat seat) : IGuest
    {
        public ISeat Seat => seat;

        public UdpAddress Address { get; set; }

        public List<int> Heard { get; } = [];

        public void Handle(Instant now, UdpAddress from, Span<byte> datagram) => Heard.Add(datagram.Length);
    }
}

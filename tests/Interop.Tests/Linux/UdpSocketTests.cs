using System.ComponentModel;
using System.Net;
using Serverless.Interop.Linux;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Tests.Linux;

public sealed class UdpSocketTests
{
    [Fact]
    public void A_bound_socket_knows_its_address()
    {
        using var socket = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.NotEqual(0, socket.LocalAddress.Port);
        Assert.Equal(IPAddress.Loopback, socket.LocalAddress.ToEndPoint().Address);
        Assert.InRange(socket.ReceiveBufferLength, 64 * 1024, int.MaxValue);
        Assert.InRange(socket.SendBufferLength, 64 * 1024, int.MaxValue);
    }

    [Fact]
    public void One_datagram_goes_without_a_batch_and_many_sockets_share_one_that_receives()
    {
        using var first = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0));
        using var second = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0));
        using var batch = new ReceiveBatch();
        using var poll = new SocketPoll();
        poll.Add(first, 1);
        poll.Add(second, 2);

        Assert.True(first.TrySend([7, 8], second.LocalAddress));

        Assert.Equal(1, poll.Take(30_000));
        Assert.Equal(2UL, poll.Token(0));
        Assert.Equal(0, batch.Receive(first));
        Assert.Equal(1, batch.Receive(second));
        Assert.Equal([7, 8], batch.Packet(0).ToArray());
        Assert.Equal(first.LocalAddress, batch.From(0));
        Assert.False(first.TrySend([1], UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.IPv6Loopback, 9))));
    }

    [Fact]
    public void A_taken_port_is_named_in_the_error()
    {
        using var first = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0));
        var taken = first.LocalAddress.ToEndPoint();

        var error = Assert.Throws<Win32Exception>(() => new UdpSocket(taken));

        Assert.Contains(taken.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }
}

using System.ComponentModel;
using System.Net;
using Serverless.Interop.Linux;

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
    public void A_taken_port_is_named_in_the_error()
    {
        using var first = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0));
        var taken = first.LocalAddress.ToEndPoint();

        var error = Assert.Throws<Win32Exception>(() => new UdpSocket(taken));

        Assert.Contains(taken.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }
}

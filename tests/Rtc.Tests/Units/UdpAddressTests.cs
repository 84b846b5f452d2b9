using System.Net;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Units;

public sealed class UdpAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("::1", false)]
    public void Survives_the_round_trip(string address, bool isIPv4)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), 40000);
        var udp = UdpAddress.FromEndPoint(endPoint);
        Assert.Equal(isIPv4, udp.IsIPv4);
        Assert.Equal(endPoint, udp.ToEndPoint());
        Assert.Equal(endPoint.ToString(), udp.ToString());
    }

    [Fact]
    public void A_mapped_address_is_the_IPv4_address()
    {
        // A dual-stack socket reports IPv4 peers this way; they must hit the same key.
        var mapped = UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.Parse("::ffff:192.0.2.1"), 5));
        Assert.Equal(UdpAddress.FromIPv4(0xC0000201, 5), mapped);
    }
}

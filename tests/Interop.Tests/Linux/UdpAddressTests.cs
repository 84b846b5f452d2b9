using System.Net;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Tests.Linux;

public sealed class UdpAddressTests
{
    [Theory]
    [InlineData("192.0.2.1:5000")]
    [InlineData("255.255.255.255:65535")]
    [InlineData("[2001:db8::1]:443")]
    [InlineData("[::]:0")]
    public void An_end_point_survives_the_round_trip(string text)
    {
        var endPoint = IPEndPoint.Parse(text);

        var address = UdpAddress.FromEndPoint(endPoint);

        Assert.Equal(endPoint, address.ToEndPoint());
        Assert.Equal(text, address.ToString());
    }

    [Fact]
    public void A_mapped_address_is_the_ipv4_address()
    {
        var mapped = UdpAddress.FromEndPoint(IPEndPoint.Parse("[::ffff:192.0.2.1]:5000"));

        Assert.Equal(UdpAddress.FromIPv4(0xC000_0201, 5000), mapped);
        Assert.True(mapped.IsIPv4);
        Assert.Equal(mapped.GetHashCode(), UdpAddress.FromIPv4(0xC000_0201, 5000).GetHashCode());
    }

    [Fact]
    public void Addresses_differ_by_port_and_by_address()
    {
        var address = UdpAddress.FromIPv4(0xC000_0201, 5000);

        Assert.NotEqual(address, address with { Port = 5001 });
        Assert.NotEqual(address, UdpAddress.FromIPv4(0xC000_0202, 5000));
        Assert.False(UdpAddress.FromEndPoint(IPEndPoint.Parse("[2001:db8::1]:443")).IsIPv4);
    }
}

using System.Net;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Tests.Webhooks;

public sealed class TargetTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("192.0.0.8")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:0:a00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Private_addresses_are_refused(string address) =>
        Assert.False(PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("168.63.129.15")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:80b::200e")]
    public void Public_addresses_pass(string address) => Assert.True(PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_with_one_private_address_among_public_ones_is_refused()
    {
        var connect = new GuardedConnect(
            [], (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("1.1.1.1"), IPAddress.Parse("10.0.0.1")]));

        await Assert.ThrowsAsync<RefusedTargetException>(
            async () => await connect.ConnectAsync(new DnsEndPoint("hook.example", 443), default));
    }

    [Fact]
    public async Task A_name_without_an_address_is_refused()
    {
        var connect = new GuardedConnect([], (_, _) => Task.FromResult<IPAddress[]>([]));

        await Assert.ThrowsAsync<RefusedTargetException>(
            async () => await connect.ConnectAsync(new DnsEndPoint("hook.example", 443), default));
    }

    [Fact]
    public async Task What_the_operator_allows_is_reached_and_nothing_beside_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var connect = new GuardedConnect(
            [IPNetwork.Parse("127.0.0.1/32")], (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("::ffff:127.0.0.1")]));

        await using var stream = await connect.ConnectAsync(new DnsEndPoint("hook.example", receiver.Port), default);
        Assert.True(stream.CanWrite);
        Assert.False(connect.IsAllowed(IPAddress.Parse("127.0.0.2")));
    }
}

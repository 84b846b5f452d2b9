using Serverless.Rtc.Ice;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Ice;

public sealed class IceClientTests
{
    private static readonly Instant Start = new(5_000_000);
    private static readonly UdpAddress First = UdpAddress.FromIPv4(0xC0000201, 40000);
    private static readonly UdpAddress Second = UdpAddress.FromIPv4(0xC6336401, 40000);

    [Fact]
    public void One_address_is_nominated_by_its_first_check()
    {
        var link = new IceLink(Start, First);
        link.RunUntil(Start);
        Assert.Equal(IceClientState.Connected, link.Client.State);
        Assert.Equal(First, link.Client.Selected);
        Assert.Equal(IceLink.ClientAddress, link.Client.Mapped);
        Assert.Equal(IceLink.ClientAddress, link.Agent.Selected);
        Assert.Single(link.ChecksSent);
    }

    [Fact]
    public void Of_several_addresses_the_one_that_answers_is_nominated()
    {
        var link = new IceLink(Start, First, Second) { Reaches = to => to == Second };
        link.RunUntil(Start + TimeSpan.FromSeconds(1));
        Assert.Equal(IceClientState.Connected, link.Client.State);
        Assert.Equal(Second, link.Client.Selected);
        Assert.NotNull(link.Agent.Selected);
    }

    [Fact]
    public void Lost_checks_are_repeated_at_growing_intervals()
    {
        var link = new IceLink(Start, First) { Reaches = _ => false };
        link.RunUntil(Start + TimeSpan.FromSeconds(6));
        var milliseconds = link.ChecksSent.Select(sent => (int)(sent - Start).TotalMilliseconds);
        Assert.Equal([0, 500, 1500, 3500, 5500], milliseconds);
        Assert.Equal(IceClientState.Checking, link.Client.State);
    }

    [Fact]
    public void Connects_when_the_path_opens_late()
    {
        IceLink? link = null;
        link = new IceLink(Start, First) { Reaches = _ => link!.Now - Start > TimeSpan.FromSeconds(3) };
        link.RunUntil(Start + TimeSpan.FromSeconds(4));
        Assert.Equal(IceClientState.Connected, link.Client.State);
    }

    [Fact]
    public void Gives_up_after_fifteen_seconds_without_an_answer()
    {
        var link = new IceLink(Start, First, Second) { Returns = () => false };
        link.RunUntil(Start + TimeSpan.FromSeconds(14.9));
        Assert.Equal(IceClientState.Checking, link.Client.State);
        link.RunUntil(Start + TimeSpan.FromSeconds(15));
        Assert.Equal(IceClientState.Failed, link.Client.State);
        Assert.Null(link.Client.Selected);
        Assert.Equal(Instant.Never, link.Client.NextTimeout);
    }

    [Fact]
    public void Consent_checks_come_every_four_to_six_seconds_and_keep_both_sides_alive()
    {
        var link = new IceLink(Start, First);
        link.RunUntil(Start + TimeSpan.FromMinutes(5));
        var gaps = link.ChecksSent.Zip(link.ChecksSent.Skip(1), (a, b) => (b - a).TotalSeconds).ToList();
        Assert.All(gaps, gap => Assert.InRange(gap, 4, 6));
        Assert.True(gaps.Distinct().Count() > 10, "consent checks are not jittered");
        Assert.Equal(IceClientState.Connected, link.Client.State);
        Assert.True(link.Agent.HasConsent(link.Now));
    }

    [Fact]
    public void Lost_consent_fails_after_thirty_seconds()
    {
        var link = new IceLink(Start, First);
        link.RunUntil(Start);
        link.Returns = () => false;
        link.RunUntil(Start + TimeSpan.FromSeconds(29.9));
        Assert.Equal(IceClientState.Connected, link.Client.State);
        link.RunUntil(Start + TimeSpan.FromSeconds(30));
        Assert.Equal(IceClientState.Failed, link.Client.State);
    }

    [Fact]
    public void An_answer_from_elsewhere_or_with_another_password_counts_for_nothing()
    {
        var random = new Random(3);
        var server = IceCredentials.Generate(random.NextBytes);
        var client = IceCredentials.Generate(random.NextBytes);
        var ice = new IceClient(Start, client, server, [First], random.NextBytes);
        var check = new byte[512];
        var answer = new byte[512];
        Assert.True(ice.TryGetTransmit(Start, check, out var length, out _));

        var agent = new IceLiteAgent(server, client);
        agent.HandleBindingRequest(Start, check.AsSpan(0, length), IceLink.ClientAddress, answer, out var answerLength);
        Assert.False(ice.HandleDatagram(Start, answer.AsSpan(0, answerLength), Second));
        answer[answerLength - 12] ^= 1;
        Assert.False(ice.HandleDatagram(Start, answer.AsSpan(0, answerLength), First));
        answer[answerLength - 12] ^= 1;
        Assert.Equal(IceClientState.Checking, ice.State);
        Assert.True(ice.HandleDatagram(Start, answer.AsSpan(0, answerLength), First));
        Assert.Equal(IceClientState.Connected, ice.State);
    }

    [Fact]
    public void Without_addresses_it_has_failed_from_the_start() =>
        Assert.Equal(IceClientState.Failed, new IceLink(Start).Client.State);
}

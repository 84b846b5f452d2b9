using Serverless.Rtc.Ice;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Ice;

/// <summary>A client and a lite agent in virtual time, with a network between them that the test decides on.</summary>
internal sealed class IceLink
{
    public static readonly UdpAddress ClientAddress = UdpAddress.FromIPv4(0x0A000001, 5000);

    private readonly byte[] _buffer = new byte[512];
    private readonly byte[] _response = new byte[512];

    public IceLink(Instant start, params UdpAddress[] candidates)
    {
        Now = start;
        var random = new Random(42);
        var server = IceCredentials.Generate(random.NextBytes);
        var client = IceCredentials.Generate(random.NextBytes);
        Agent = new IceLiteAgent(server, client);
        Client = new IceClient(start, client, server, candidates, random.NextBytes);
    }

    public Instant Now { get; private set; }

    public IceLiteAgent Agent { get; }

    public IceClient Client { get; }

    public List<Instant> ChecksSent { get; } = [];

    /// <summary>Whether a check to this address reaches the agent.</summary>
    public Func<UdpAddress, bool> Reaches { get; set; } = _ => true;

    /// <summary>Whether the answer comes back.</summary>
    public Func<bool> Returns { get; set; } = () => true;

    /// <summary>Jumps from deadline to deadline.</summary>
    public void RunUntil(Instant end)
    {
        while (true)
        {
            Exchange();
            if (Client.NextTimeout > end)
            {
                Now = end;
                return;
            }

            // A deadline that does not move would never end this loop.
            Assert.True(Client.NextTimeout > Now);
            Now = Client.NextTimeout;
        }
    }

    private void Exchange()
    {
        while (Client.TryGetTransmit(Now, _buffer, out var length, out var to))
        {
            ChecksSent.Add(Now);
            if (!Reaches(to))
            {
                continue;
            }

            Agent.HandleBindingRequest(
                Now, _buffer.AsSpan(0, length), ClientAddress, _response, out var responseLength);
            if (responseLength > 0 && Returns())
            {
                Assert.True(Client.HandleDatagram(Now, _response.AsSpan(0, responseLength), to));
            }
        }
    }
}

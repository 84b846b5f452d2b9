using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Rtc.Framing;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;
using Serverless.Worker.Media;
using Serverless.Worker.Media.Tcp;

namespace Serverless.Worker.Tests.Media;

/// <summary>The one TCP port for all shards (RFC 6544): who knows the password is answered, everybody else is put out.</summary>
public sealed class TcpMediaTests : IMediaEvents, IDisposable
{
    private const int Shards = 3;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MediaPlane _plane;

    private DropMeter Drops => new(_services.GetRequiredService<IMeterFactory>());

    public TcpMediaTests() => _plane = new MediaPlane(
        new WorkerOptions
        {
            WorkerId = "w",
            InternalUrl = new Uri("http://127.0.0.1:1"),
            FunctionsUrl = new Uri("http://127.0.0.1:1"),
            WorkerKey = new string('k', 32),
            UdpBindAddress = IPAddress.Loopback,
            AdvertisedAddresses = [IPAddress.Loopback],
            BaseUdpPort = 0,
            TcpPort = 0,
            Shards = Shards,
        },
        this,
        TimeProvider.System,
        _services.GetRequiredService<IMeterFactory>(),
        NullLogger<MediaPlane>.Instance);

    /// <summary>The port is the first shard's; rooms are on all of them.</summary>
    [Fact]
    public async Task A_check_over_TCP_is_answered_whichever_shard_has_the_room()
    {
        var seen = new HashSet<int>();
        for (var room = 0; seen.Count < Shards; room++)
        {
            var (ice, tcp) = await JoinAsync($"room-{room}");
            using var client = new TcpClient();
            await client.ConnectAsync(tcp);
            var stream = client.GetStream();
            await stream.WriteAsync(Check(ice.Client, default));

            var answer = await ReadFrameAsync(stream);

            Assert.True(ice.Client.HandleDatagram(default, answer, ice.Address));
            Assert.Equal(IceClientState.Connected, ice.Client.State);
            Assert.Equal(((IPEndPoint)client.Client.LocalEndPoint!).Port, ice.Client.Mapped!.Value.Port);
            seen.Add(ice.Shard);
        }
    }

    [Fact]
    public async Task TCP_stands_below_UDP_in_the_answer()
    {
        var answer = await AnswerAsync("room");

        var lines = answer.Split("\r\n").Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.EndsWith("typ host", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("typ host tcptype passive", lines[1], StringComparison.Ordinal);
        Assert.True(Priority(lines[0]) > Priority(lines[1]));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "MalformedFrame")]
    [InlineData("\0\u0004\u0080`\0\u0001", "MalformedFrame")]              // RTP before any check
    public async Task What_begins_with_no_check_is_closed_and_counted(string text, string reason)
    {
        using var client = await StrangerAsync(text);

        await AssertClosedAsync(client);
        Drops.AssertBecomes(reason, 1);
    }

    [Fact]
    public async Task A_check_with_a_wrong_password_gets_no_answer()
    {
        var (ice, tcp) = await JoinAsync("room", password: "wrong-password-of-24-chars");
        using var client = new TcpClient();
        await client.ConnectAsync(tcp);
        await client.GetStream().WriteAsync(Check(ice.Client, default));

        Drops.AssertBecomes("BadIntegrity", 1);
        Assert.Equal(0, client.Available);
    }

    [Fact]
    public async Task A_check_for_a_shard_that_is_not_there_is_closed_and_counted()
    {
        var (ice, tcp) = await JoinAsync("room", ufrag: "/AAAAAAA");
        using var client = new TcpClient();
        await client.ConnectAsync(tcp);
        await client.GetStream().WriteAsync(Check(ice.Client, default));

        await AssertClosedAsync(client);
        Drops.AssertBecomes("UnknownUfrag", 1);
    }

    [Fact]
    public async Task Strangers_of_one_address_have_only_so_many_connections()
    {
        var port = await TcpPortAsync();
        var clients = new List<TcpClient>();
        for (var count = 0; count <= Strangers.FromOneAddress; count++)
        {
            clients.Add(new TcpClient());
            await clients[^1].ConnectAsync(IPAddress.Loopback, port);
        }

        await AssertClosedAsync(clients[^1]);
        Drops.AssertBecomes("StreamRefused", 1);
        clients.ForEach(client => client.Dispose());
    }

    void IMediaEvents.Connected(string roomId, string connectionKey) => Assert.Fail("Nobody shook hands.");

    void IMediaEvents.Silent(string roomId, string connectionKey) => Assert.Fail("Nobody was there.");

    void IMediaEvents.Gone(string roomId, string connectionKey)
    {
    }

    void IMediaEvents.LayersWanted(string roomId, string connectionKey, WantedLayers track)
    {
    }

    void IMediaEvents.SlotsChanged(string roomId, string connectionKey, IReadOnlyList<SlotAssignment> slots)
    {
    }

    public void Dispose()
    {
        _plane.Dispose();
        _services.Dispose();
    }

    private async Task<(Ice Ice, IPEndPoint Tcp)> JoinAsync(string room, string? ufrag = null, string? password = null)
    {
        Assert.True(SessionDescription.TryParse(await AnswerAsync(room), out var description, out _));
        Assert.True(ClientAnswer.TryRead(description, out var answer, out _));
        var tcp = answer.Candidates.Single(candidate => candidate.Transport == CandidateTransport.TcpPassive).Endpoint;
        var address = UdpAddress.FromEndPoint(tcp) with { Protocol = TransportProtocol.Tcp };
        var client = new IceClient(
            default,
            TestOffer.Ice,
            new IceCredentials(ufrag ?? answer.RemoteUfrag, password ?? answer.RemotePwd),
            [address],
            RandomNumberGenerator.Fill);
        return (new Ice(client, address, ShardTag.ShardOf([(byte)answer.RemoteUfrag[0]])), tcp);
    }

    private async Task<string> AnswerAsync(string room)
    {
        var joined = await _plane.JoinAsync(
            new MediaJoin(
                room,
                $"key-{room}",
                "p-1",
                TestOffer.Sdp,
                [new PublishSection("0", TrackSource.Microphone)],
                [TrackSource.Microphone],
                RoomCodecs.Default.Video),
            CancellationToken.None);
        return Assert.IsType<MediaAnswer.Accepted>(joined).Sdp;
    }

    private async Task<int> TcpPortAsync() => (await JoinAsync("port")).Tcp.Port;

    private async Task<TcpClient> StrangerAsync(string text)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, await TcpPortAsync());
        await client.GetStream().WriteAsync(text.Select(character => (byte)character).ToArray());
        return client;
    }

    private static byte[] Check(IceClient client, Instant now)
    {
        var buffer = new byte[512];
        Assert.True(client.TryGetTransmit(now, buffer, out var length, out _));
        return StreamFrame.Again(buffer.AsSpan(0, length), []);
    }

    private static async Task<byte[]> ReadFrameAsync(NetworkStream stream)
    {
        var header = new byte[StreamFrame.HeaderLength];
        await stream.ReadExactlyAsync(header);
        var datagram = new byte[(header[0] << 8) | header[1]];
        await stream.ReadExactlyAsync(datagram);
        return datagram;
    }

    /// <summary>The end, or a reset where bytes were left unread.</summary>
    private static async Task AssertClosedAsync(TcpClient client)
    {
        try
        {
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]));
        }
        catch (IOException problem) when (problem.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
        }
    }

    private static uint Priority(string candidate) => uint.Parse(candidate.Split(' ')[3], null);

    private sealed record Ice(IceClient Client, UdpAddress Address, int Shard);
}

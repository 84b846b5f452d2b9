using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Media;

namespace Serverless.Worker.Tests.Media;

/// <summary>The UDP port is open to the world: what comes from strangers is dropped, counted by reason, and nothing else.</summary>
public sealed class HostileDatagramTests : IMediaEvents, IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private DropMeter Drops => new(_services.GetRequiredService<IMeterFactory>());

    [Fact]
    public async Task Garbage_is_counted_by_reason()
    {
        var port = FreePort();
        using var plane = new MediaPlane(
            Options(port), this, TimeProvider.System, _services.GetRequiredService<IMeterFactory>(), NullLogger<MediaPlane>.Instance);
        using var stranger = new UdpClient();
        var to = new IPEndPoint(IPAddress.Loopback, port);
        byte[][] datagrams =
        [
            [0xFF, 1, 2, 3],                       // no protocol of ours
            [0x80, 0x60, 0, 1, 0, 0, 0, 0, 0, 0],  // RTP from nowhere
            [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42],  // a truncated STUN request
        ];
        foreach (var datagram in datagrams)
        {
            await stranger.SendAsync(datagram, to);
        }

        Drops.AssertBecomes("UnknownUfrag", 1);
        Drops.AssertBecomes("UnknownAddress", 2);
    }

    void IMediaEvents.Connected(string roomId, string connectionKey) => Assert.Fail("Nobody is there.");

    void IMediaEvents.Silent(string roomId, string connectionKey) => Assert.Fail("Nobody is there.");

    void IMediaEvents.Gone(string roomId, string connectionKey) => Assert.Fail("Nobody is there.");

    void IMediaEvents.SlotsChanged(string roomId, string connectionKey, IReadOnlyList<SlotAssignment> slots) =>
        Assert.Fail("Nobody is there.");

    void IMediaEvents.LayersWanted(string roomId, string connectionKey, WantedLayers track) =>
        Assert.Fail("Nobody is there.");

    public void Dispose() => _services.Dispose();

    private static WorkerOptions Options(int port) => new()
    {
        WorkerId = "w",
        InternalUrl = new Uri("http://127.0.0.1:1"),
        FunctionsUrl = new Uri("http://127.0.0.1:1"),
        WorkerKey = new string('k', 32),
        UdpBindAddress = IPAddress.Loopback,
        AdvertisedAddresses = [IPAddress.Loopback],
        BaseUdpPort = port,
        Shards = 1,
    };

    private static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}

using System.Net;
using System.Net.Sockets;
using Serverless.Interop.Linux;
using Serverless.Rtc.Framing;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;
using Serverless.Worker.Media.Tcp;

namespace Serverless.Worker.Tests.Media;

/// <summary>How long connections may stay, and what a slow one costs; time is the test's.</summary>
public sealed class TcpPeersTests : IDisposable
{
    private static readonly Instant Start = default(Instant) + TimeSpan.FromHours(1);

    private readonly TcpAcceptor _acceptor = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly TcpPeers _peers;

    public TcpPeersTests() => _peers = new TcpPeers(0, _acceptor, maximum: 2, (_, _, _) => false);

    public void Dispose() => _peers.Dispose();

    [Fact]
    public void Who_proves_nothing_is_closed_after_ten_seconds()
    {
        using var client = Connect(Start);

        _peers.HandleTimeout(Start + TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, _peers.Count);
        _peers.HandleTimeout(Start + TimeSpan.FromSeconds(11));

        Assert.Equal(0, _peers.Count);
        Assert.Equal(1, _peers.Drops[DropReason.StreamIdle]);
        Assert.Equal(Instant.Never, _peers.NextDeadline);
        Assert.Equal(0, client.Receive(new byte[1]));
    }

    [Fact]
    public void Who_was_answered_may_be_silent_for_half_a_minute()
    {
        using var client = Connect(Start);
        _peers.Send([1], AddressOf(client), SendPriority.Control);

        _peers.HandleTimeout(Start + TimeSpan.FromSeconds(29));
        Assert.Equal(1, _peers.Count);
        _peers.HandleTimeout(Start + TimeSpan.FromSeconds(31));

        Assert.Equal(0, _peers.Count);
    }

    [Fact]
    public void More_than_the_maximum_are_refused()
    {
        using var first = Connect(Start);
        using var second = Connect(Start);
        using var third = Connect(Start);

        Assert.Equal(2, _peers.Count);
        Assert.Equal(1, _peers.Drops[DropReason.StreamRefused]);
        Assert.Equal(0, third.Receive(new byte[1]));
    }

    [Fact]
    public void What_a_slow_peer_does_not_take_is_dropped_by_kind_and_the_rest_arrives_later()
    {
        using var client = Connect(Start);
        var to = AddressOf(client);
        var video = new byte[1200];
        while (_peers.Drops[DropReason.StreamFullOfVideo] == 0)
        {
            _peers.Send(video, to, SendPriority.Video);
            _peers.Flush();
        }

        _peers.Send([7], to, SendPriority.Audio);
        _peers.Flush();

        Assert.Equal(0, _peers.Drops[DropReason.StreamFullOfAudio]);
        Assert.Equal([7], Receive(client).Find(frame => frame.Length == 1));
    }

    [Fact]
    public void What_is_for_somebody_who_left_is_counted()
    {
        var client = Connect(Start);
        var to = AddressOf(client);
        client.Dispose();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _peers.Receive(Start, null!);
                return _peers.Count == 0;
            },
            TimeSpan.FromSeconds(10)));

        _peers.Send([1], to, SendPriority.Video);

        Assert.Equal(1, _peers.Drops[DropReason.StreamGone]);
    }

    /// <summary>Accepting needs no engine.</summary>
    private Socket Connect(Instant now)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(_acceptor.LocalAddress.ToEndPoint());
        _peers.Receive(now, null!);
        return client;
    }

    private static UdpAddress AddressOf(Socket client) =>
        UdpAddress.FromEndPoint((IPEndPoint)client.LocalEndPoint!) with { Protocol = TransportProtocol.Tcp };

    /// <summary>Reads frames, and lets the peers write on, until the short one has come.</summary>
    private List<byte[]> Receive(Socket client)
    {
        var reader = new FrameReader();
        var frames = new List<byte[]>();
        var buffer = new byte[64 * 1024];
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _peers.Receive(Start, null!);
                Span<byte> received = client.Available > 0 ? buffer.AsSpan(0, client.Receive(buffer)) : [];
                while (reader.TryRead(ref received, out var frame))
                {
                    frames.Add(frame.ToArray());
                }

                return frames.Exists(frame => frame.Length == 1);
            },
            TimeSpan.FromSeconds(20)));
        return frames;
    }
}

using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Serverless.Interop.Linux;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Tests.Linux;

public sealed class SocketPollTests : IDisposable
{
    private const long Long = 30_000_000;

    private readonly UdpSocket _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly TcpAcceptor _acceptor = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly SocketPoll _poll = new();
    private readonly Poller _poller;

    public SocketPollTests()
    {
        _poller = new Poller(_socket, _poll);
        _poll.Add(_acceptor, 7);
    }

    public void Dispose()
    {
        _poller.Dispose();
        _poll.Dispose();
        _acceptor.Dispose();
        _socket.Dispose();
    }

    [Fact]
    public void Who_connects_wakes_the_sleeper_and_is_known_by_address_and_protocol()
    {
        using var client = Connect();

        using var stream = Accept();

        Assert.Equal(
            UdpAddress.FromEndPoint((IPEndPoint)client.LocalEndPoint!) with { Protocol = TransportProtocol.Tcp },
            stream.Remote);
        Assert.Equal(AcceptResult.NobodyWaits, _acceptor.TryAccept(out _));
    }

    [Fact]
    public void A_stream_is_told_by_its_token_as_long_as_there_is_something_to_read()
    {
        using var client = Connect();
        using var stream = Accept();
        _poll.Add(stream, ulong.MaxValue);
        client.Send([1, 2, 3]);
        var buffer = new byte[2];

        Assert.Equal((ulong.MaxValue, true), Next());
        Assert.Equal(2, stream.Read(buffer));
        Assert.Equal((ulong.MaxValue, true), Next());
        Assert.Equal(1, stream.Read(buffer));
        Assert.Equal(0, stream.Read(buffer));
        Assert.Equal(PollResult.None, _poller.Wait(0));
    }

    [Fact]
    public void The_end_of_a_stream_is_read_as_null()
    {
        var client = Connect();
        using var stream = Accept();
        _poll.Add(stream, 1);
        client.Dispose();

        Assert.Equal((1UL, true), Next());
        Assert.Null(stream.Read(new byte[10]));
    }

    [Fact]
    public void A_full_stream_takes_nothing_until_its_peer_reads()
    {
        using var client = Connect();
        using var stream = Accept();
        _poll.Add(stream, 1);
        var bytes = new byte[100_000];
        while (stream.Write(bytes) is > 0)
        {
        }

        _poll.WatchWriting(stream, 1, true);
        Assert.Equal(PollResult.None, _poller.Wait(0));

        // Until the kernel says so, and not only when the first bytes are out.
        do
        {
            Assert.NotEqual(0, client.Receive(bytes));
        }
        while (_poller.Wait(0) == PollResult.None);
        Assert.Equal(1, _poll.Take());
        Assert.True(_poll.IsWritable(0));

        _poll.WatchWriting(stream, 1, false);
        Assert.Equal(PollResult.None, _poller.Wait(0));
    }

    [Fact]
    public void Writing_to_who_is_gone_is_null_and_no_signal()
    {
        var client = Connect();
        using var stream = Accept();
        _poll.Add(stream, 1);

        // Unread bytes make closing a reset, which is told at once.
        stream.Write([1]);
        Assert.Equal(1, client.Receive(new byte[1], SocketFlags.Peek));
        client.Dispose();
        Assert.Equal((1UL, true), Next());

        Assert.Null(stream.Read(new byte[1]));
        Assert.Null(stream.Write([2]));
    }

    [Fact]
    public void What_is_taken_out_is_not_told()
    {
        _poll.Remove(_acceptor);
        using var client = Connect();

        Assert.Equal(PollResult.None, _poller.Wait(0));

        _poll.Add(_acceptor, 8);
        Assert.Equal((8UL, true), Next());
    }

    [Fact]
    public void A_taken_port_is_named_in_the_error()
    {
        var taken = _acceptor.LocalAddress.ToEndPoint();

        var error = Assert.Throws<Win32Exception>(() => new TcpAcceptor(taken));

        Assert.Contains(taken.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    private Socket Connect()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(_acceptor.LocalAddress.ToEndPoint());
        return client;
    }

    private TcpStream Accept()
    {
        Assert.Equal((7UL, true), Next());
        Assert.Equal(AcceptResult.Accepted, _acceptor.TryAccept(out var stream));
        return stream!;
    }

    private (ulong Token, bool IsReadable) Next()
    {
        Assert.Equal(PollResult.Streams, _poller.Wait(Long));
        Assert.Equal(1, _poll.Take());
        return (_poll.Token(0), _poll.IsReadable(0));
    }
}

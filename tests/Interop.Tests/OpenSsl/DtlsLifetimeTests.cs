using Serverless.Interop.OpenSsl;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Tests.OpenSsl;

public sealed class DtlsLifetimeTests : IDisposable
{
    private readonly OpenSslDtlsFactory _factory = new(TimeProvider.System);

    public void Dispose() => _factory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Closing_one_side_closes_the_other(bool clientCloses)
    {
        using var pair = new DtlsPair(_factory, _factory);
        Assert.True(pair.RunUntil(() => pair.BothConnected));

        (clientCloses ? pair.Client : pair.Server).Close();

        Assert.True(pair.RunUntil(() =>
            pair.Client.State == DtlsState.Closed && pair.Server.State == DtlsState.Closed));
        Assert.Equal(Instant.Never, pair.Client.NextTimeout);
        Assert.Equal(Instant.Never, pair.Server.NextTimeout);
    }

    [Fact]
    public void Both_sides_send_close_notify()
    {
        using var pair = new DtlsPair(_factory, _factory);
        Assert.True(pair.RunUntil(() => pair.BothConnected));
        DtlsPair.Drain(pair.Server);

        pair.Client.Close();
        var goodbye = Assert.Single(DtlsPair.Drain(pair.Client));
        Assert.Equal(21, goodbye[0]);
        pair.Server.HandleDatagram(DtlsPair.Now, goodbye);

        Assert.Equal(21, Assert.Single(DtlsPair.Drain(pair.Server))[0]);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, true, true)]
    [InlineData(true, true, true)]
    public void Who_rests_still_says_and_hears_goodbye(bool clientRests, bool serverRests, bool clientCloses)
    {
        using var pair = new DtlsPair(_factory, _factory);
        Assert.True(pair.RunUntil(() => pair.BothConnected));
        DtlsPair.Drain(pair.Client);
        DtlsPair.Drain(pair.Server);
        if (clientRests)
        {
            pair.Client.Rest();
        }

        if (serverRests)
        {
            pair.Server.Rest();
        }

        var (first, second) = clientCloses ? (pair.Client, pair.Server) : (pair.Server, pair.Client);
        first.Close();
        var goodbye = Assert.Single(DtlsPair.Drain(first));
        second.HandleDatagram(DtlsPair.Now, goodbye);

        Assert.Equal(DtlsState.Closed, second.State);
        Assert.Equal(21, Assert.Single(DtlsPair.Drain(second))[0]);
        Assert.Empty(DtlsPair.Drain(first));
    }

    [Fact]
    public void Who_rests_believes_no_forged_goodbye_and_no_repeated_flight()
    {
        using var pair = new DtlsPair(_factory, _factory);
        var heard = new List<byte[]>();
        pair.Deliver = (toServer, datagram) =>
        {
            if (toServer)
            {
                heard.Add(datagram);
            }

            return [datagram];
        };
        Assert.True(pair.RunUntil(() => pair.BothConnected));
        pair.Client.Close();
        var goodbye = Assert.Single(DtlsPair.Drain(pair.Client));
        pair.Server.Rest();

        heard.ForEach(datagram => pair.Server.HandleDatagram(DtlsPair.Now, datagram));
        for (var index = 0; index < goodbye.Length; index++)
        {
            var forged = goodbye.ToArray();
            forged[index] ^= 1;
            pair.Server.HandleDatagram(DtlsPair.Now, forged);
            pair.Server.HandleDatagram(DtlsPair.Now, goodbye.AsSpan(0, index));
        }

        Assert.Equal(DtlsState.Connected, pair.Server.State);
        pair.Server.HandleDatagram(DtlsPair.Now, goodbye);
        Assert.Equal(DtlsState.Closed, pair.Server.State);
    }

    [Fact]
    public void Closing_before_the_handshake_ends_says_nothing()
    {
        using var server = _factory.CreateEngine(DtlsRole.Server, DtlsPair.Now);

        server.Close();

        Assert.Equal(DtlsState.Closed, server.State);
        Assert.Empty(DtlsPair.Drain(server));
        Assert.Throws<InvalidOperationException>(() => server.Result);
    }

    [Fact]
    public void A_server_waits_without_a_deadline_and_a_client_with_one()
    {
        var now = new Instant(1_000_000);
        using var server = _factory.CreateEngine(DtlsRole.Server, now);
        using var client = _factory.CreateEngine(DtlsRole.Client, now);

        Assert.Equal(Instant.Never, server.NextTimeout);
        Assert.InRange(client.NextTimeout - now, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void A_connected_pair_has_no_deadline()
    {
        using var pair = new DtlsPair(_factory, _factory);

        Assert.True(pair.RunUntil(() => pair.BothConnected));

        Assert.Equal(Instant.Never, pair.Client.NextTimeout);
        Assert.Equal(Instant.Never, pair.Server.NextTimeout);
    }

    [Fact]
    public void No_datagram_is_longer_than_the_transmission_unit()
    {
        using var pair = new DtlsPair(_factory, _factory);
        var lengths = new List<int>();
        pair.Deliver = (_, datagram) =>
        {
            lengths.Add(datagram.Length);
            return [datagram];
        };

        Assert.True(pair.RunUntil(() => pair.BothConnected));

        Assert.All(lengths, length => Assert.InRange(length, 1, 1200));

        // Four flights; a server flight with a certificate just fits into one datagram.
        Assert.InRange(lengths.Count, 4, 6);
    }

    [Fact]
    public void Threads_share_a_factory()
    {
        var connected = 0;

        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using var pair = new DtlsPair(_factory, _factory);
            if (pair.RunUntil(() => pair.BothConnected))
            {
                Interlocked.Increment(ref connected);
            }
        });

        Assert.Equal(40, connected);
    }
}

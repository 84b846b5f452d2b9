using System.Net;
using Serverless.Interop.Linux;

namespace Serverless.Interop.Tests.Linux;

public sealed class PollerTests : IDisposable
{
    private const long Long = 30_000_000;

    private readonly UdpSocket _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Poller _poller;

    public PollerTests() => _poller = new Poller(_socket);

    public void Dispose()
    {
        _poller.Dispose();
        _socket.Dispose();
    }

    [Fact]
    public void Without_anything_to_do_the_time_is_up() => Assert.Equal(PollResult.None, _poller.Wait(100));

    [Fact]
    public void A_wake_up_before_the_wait_is_not_lost()
    {
        _poller.Wake();

        Assert.Equal(PollResult.Woken, _poller.Wait(Long));
        Assert.Equal(PollResult.None, _poller.Wait(0));
    }

    [Fact]
    public void Many_wake_ups_are_one()
    {
        for (var i = 0; i < 10; i++)
        {
            _poller.Wake();
        }

        Assert.Equal(PollResult.Woken, _poller.Wait(Long));
        Assert.Equal(PollResult.None, _poller.Wait(0));
    }

    [Fact]
    public void A_datagram_and_a_wake_up_are_told_together()
    {
        using var batch = new SendBatch(_socket);
        batch.Reserve()[0] = 1;
        batch.Commit(1, _socket.LocalAddress);
        batch.Flush();
        _poller.Wake();

        Assert.Equal(PollResult.Readable | PollResult.Woken, _poller.Wait(Long));
    }

    [Fact]
    public void Waiting_allocates_nothing()
    {
        _poller.Wake();
        _poller.Wait(0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _poller.Wake();
            _poller.Wait(Long);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Another_thread_s_work_is_always_seen()
    {
        const int rounds = 20_000;
        var posted = 0;
        var poster = Task.Run(() =>
        {
            for (var i = 0; i < rounds; i++)
            {
                Interlocked.Increment(ref posted);
                _poller.Wake();
            }
        });

        // Each time round: look for work, and only then wait. A lost wake-up would leave the loop in its wait.
        while (Volatile.Read(ref posted) < rounds)
        {
            Assert.Equal(PollResult.Woken, _poller.Wait(Long));
        }

        await poster;
    }
}

using System.Diagnostics;
using Serverless.Interop.OpenSsl;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Tests.OpenSsl;

/// <summary>
/// A client and a server with a network between them that a test may disturb. It runs in real time, because OpenSSL's
/// retransmission clock does, but with timers of a few milliseconds.
/// </summary>
internal sealed class DtlsPair : IDisposable
{
    // OpenSSL rounds its last 15 ms down to nothing, so this waits about one millisecond.
    public static readonly TimeSpan QuickRetransmission = TimeSpan.FromMilliseconds(16);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Queue<(bool ToServer, byte[] Datagram)> _network = new();

    public DtlsPair(OpenSslDtlsFactory clientFactory, OpenSslDtlsFactory serverFactory)
    {
        Server = serverFactory.CreateEngine(DtlsRole.Server, Now);
        Client = clientFactory.CreateEngine(DtlsRole.Client, Now);
    }

    public static Instant Now => new((long)Stopwatch.GetElapsedTime(0).TotalMicroseconds);

    public OpenSslDtls Client { get; }

    public OpenSslDtls Server { get; }

    /// <summary>What arrives for a datagram that was sent: itself, nothing, or several. Default: itself.</summary>
    public Func<bool, byte[], IEnumerable<byte[]>> Deliver { get; set; } = (_, datagram) => [datagram];

    public bool BothConnected => Client.State == DtlsState.Connected && Server.State == DtlsState.Connected;

    /// <summary>Moves datagrams and time until the condition holds; false when it never does.</summary>
    public bool RunUntil(Func<bool> condition)
    {
        var deadline = Now + Patience;
        while (!condition())
        {
            if (Now > deadline)
            {
                return false;
            }

            Collect(Client, toServer: true);
            Collect(Server, toServer: false);
            if (_network.TryDequeue(out var next))
            {
                (next.ToServer ? Server : Client).HandleDatagram(Now, next.Datagram);
            }
            else if (Client.NextTimeout == Instant.Never && Server.NextTimeout == Instant.Never)
            {
                return condition();
            }
            else
            {
                Client.HandleTimeout(Now);
                Server.HandleTimeout(Now);
            }
        }

        return true;
    }

    public static List<byte[]> Drain(IDtlsEngine engine)
    {
        var datagrams = new List<byte[]>();
        var buffer = new byte[2048];
        while (engine.TryTakeDatagram(buffer, out var written))
        {
            datagrams.Add(buffer[..written]);
        }

        return datagrams;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private void Collect(IDtlsEngine engine, bool toServer)
    {
        foreach (var datagram in Drain(engine))
        {
            foreach (var arriving in Deliver(toServer, datagram))
            {
                _network.Enqueue((toServer, arriving));
            }
        }
    }
}

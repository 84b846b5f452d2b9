using System.Net;
using Serverless.Interop.Linux;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Tests.Linux;

/// <summary>Two sockets on loopback with their batches, and what has arrived so far.</summary>
internal sealed class SocketPair : IDisposable
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private readonly Poller _poller;

    public SocketPair(bool useSegmentation = true)
    {
        Sender = new UdpSocket(AnyPort);
        Receiver = new UdpSocket(AnyPort);
        Outgoing = new SendBatch(Sender, useSegmentation);
        Incoming = new ReceiveBatch(Receiver);
        _poller = new Poller(Receiver);
    }

    public UdpSocket Sender { get; }

    public UdpSocket Receiver { get; }

    public SendBatch Outgoing { get; }

    public ReceiveBatch Incoming { get; }

    public UdpAddress Destination => Receiver.LocalAddress;

    /// <summary>A packet whose every byte is <paramref name="mark"/>.</summary>
    public void Add(int length, byte mark, UdpAddress to)
    {
        Outgoing.Reserve()[..length].Fill(mark);
        Outgoing.Commit(length, to);
    }

    /// <summary>Waits until so many have come, or nothing more comes for a second.</summary>
    public List<byte[]> Take(int count)
    {
        const long second = 1_000_000;
        var packets = new List<byte[]>();
        while (packets.Count < count && _poller.Wait(second) == PollResult.Readable)
        {
            var received = Incoming.Receive();
            for (var i = 0; i < received; i++)
            {
                packets.Add(Incoming.Packet(i).ToArray());
            }
        }

        return packets;
    }

    public void Dispose()
    {
        _poller.Dispose();
        Incoming.Dispose();
        Outgoing.Dispose();
        Receiver.Dispose();
        Sender.Dispose();
    }
}

using System.Net;
using Serverless.Interop.Linux;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Tests.Linux;

public sealed class BatchTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_sent_arrives_in_order_and_whole(bool useSegmentation)
    {
        using var pair = new SocketPair(useSegmentation);
        int[] lengths = [1200, 1200, 1199, 1, 700, 1500, 1500, 1500, 20, 1200];
        for (var i = 0; i < lengths.Length; i++)
        {
            pair.Add(lengths[i], (byte)(i + 1), pair.Destination);
        }

        pair.Outgoing.Flush();

        var packets = pair.Take(lengths.Length);
        Assert.Equal(lengths, packets.Select(packet => packet.Length));
        Assert.All(packets.Index(), packet => Assert.All(packet.Item, octet => Assert.Equal(packet.Index + 1, octet)));
        Assert.Equal(lengths.Length, pair.Outgoing.Sent);
        Assert.Equal(0, pair.Outgoing.Dropped + pair.Outgoing.Refused);
    }

    [Fact]
    public void Each_packet_names_its_sender()
    {
        using var pair = new SocketPair();
        pair.Add(10, 1, pair.Destination);
        pair.Outgoing.Flush();

        Assert.Single(pair.Take(1));

        Assert.Equal(pair.Sender.LocalAddress, pair.Incoming.From(0));
        Assert.Equal(IPAddress.Loopback, pair.Incoming.From(0).ToEndPoint().Address);
    }

    [Fact]
    public void A_run_of_one_size_to_one_peer_is_one_message()
    {
        using var pair = new SocketPair();
        Assert.SkipUnless(pair.Sender.SupportsSegmentation, "This kernel has no UDP_SEGMENT.");

        // Seven of a size and a shorter last one; then a longer one, which begins a message of its own.
        for (var i = 0; i < 7; i++)
        {
            pair.Add(1200, (byte)i, pair.Destination);
        }

        pair.Add(300, 7, pair.Destination);
        pair.Add(1200, 8, pair.Destination);
        pair.Outgoing.Flush();

        Assert.Equal(2, pair.Outgoing.Messages);
        Assert.Equal(9, pair.Outgoing.Sent);
        Assert.Equal([1200, 1200, 1200, 1200, 1200, 1200, 1200, 300, 1200], pair.Take(9).Select(packet => packet.Length));
    }

    [Fact]
    public void Packets_to_different_peers_share_no_message()
    {
        using var pair = new SocketPair();
        using var other = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0));
        for (var i = 0; i < 4; i++)
        {
            pair.Add(100, 1, pair.Destination);
            pair.Add(100, 2, other.LocalAddress);
        }

        pair.Outgoing.Flush();

        Assert.Equal(8, pair.Outgoing.Messages);
        Assert.All(pair.Take(4), packet => Assert.Equal(1, packet[0]));
    }

    [Fact]
    public void Without_segmentation_each_packet_is_a_message()
    {
        using var pair = new SocketPair(useSegmentation: false);
        for (var i = 0; i < 5; i++)
        {
            pair.Add(1200, 1, pair.Destination);
        }

        pair.Outgoing.Flush();

        Assert.Equal(5, pair.Outgoing.Messages);
        Assert.Equal(5, pair.Take(5).Count);
    }

    [Theory]
    [InlineData(true, 1200)]
    [InlineData(true, 20)]
    [InlineData(false, 1200)]
    public void A_full_batch_sends_itself(bool useSegmentation, int length)
    {
        using var pair = new SocketPair(useSegmentation);
        for (var i = 0; i < SendBatch.FlushAt - 1; i++)
        {
            pair.Add(40 + i, 1, pair.Destination);
        }

        for (var i = 0; i <= SendBatch.Capacity; i++)
        {
            pair.Add(length, 2, pair.Destination);
            Assert.InRange(pair.Outgoing.Count, 1, SendBatch.Capacity);
        }

        pair.Outgoing.Flush();
        var sent = SendBatch.FlushAt + SendBatch.Capacity;
        Assert.Equal(sent, pair.Outgoing.Sent);
        Assert.Equal(Enumerable.Repeat(length, SendBatch.Capacity + 1), pair.Take(sent).TakeLast(SendBatch.Capacity + 1).Select(packet => packet.Length));
    }

    [Fact]
    public void A_full_batch_waits_for_the_last_packet_to_a_peer()
    {
        using var pair = new SocketPair();
        using var other = new SocketPair();
        for (var i = 0; i < SendBatch.FlushAt - 4; i++)
        {
            pair.Add(1000, 1, pair.Destination);
        }

        for (var i = 0; i < 8; i++)
        {
            pair.Add(1000, 2, other.Destination);
        }

        Assert.Equal(0, pair.Outgoing.Sent);
        pair.Add(900, 3, pair.Destination);

        Assert.Equal(SendBatch.FlushAt + 4, pair.Outgoing.Sent);
        Assert.Equal(1, pair.Outgoing.Count);
        pair.Add(800, 4, pair.Destination);
        pair.Outgoing.Flush();
        Assert.Equal([3, 4], pair.Take(SendBatch.FlushAt - 2).TakeLast(2).Select(packet => (int)packet[^1]));
        Assert.All(other.Take(8), packet => Assert.Equal(2, packet[^1]));
    }

    [Fact]
    public void A_packet_that_cannot_go_anywhere_costs_only_itself()
    {
        using var pair = new SocketPair();
        var nowhere = UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.Loopback, 0));
        pair.Add(100, 1, pair.Destination);
        pair.Add(100, 2, nowhere);
        pair.Add(100, 3, UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.IPv6Loopback, 9)));
        pair.Add(100, 4, pair.Destination);

        pair.Outgoing.Flush();

        Assert.Equal(2, pair.Outgoing.Refused);
        Assert.Equal([1, 4], pair.Take(2).Select(packet => (int)packet[0]));
    }

    [Fact]
    public void A_run_that_cannot_be_cut_costs_only_itself_and_not_the_cutting()
    {
        using var pair = new SocketPair();
        var nowhere = UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.Loopback, 0));
        for (var i = 0; i < 3; i++)
        {
            pair.Add(100, 2, nowhere);
        }

        pair.Add(100, 1, pair.Destination);
        pair.Outgoing.Flush();

        Assert.Equal(3, pair.Outgoing.Refused);
        Assert.Single(pair.Take(1));
        Assert.Equal(pair.Sender.SupportsSegmentation, pair.Outgoing.UsesSegmentation);
    }

    [Fact]
    public void A_datagram_longer_than_a_slot_comes_out_empty()
    {
        using var pair = new SocketPair();
        using var client = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetwork,
            System.Net.Sockets.SocketType.Dgram,
            System.Net.Sockets.ProtocolType.Udp);
        client.SendTo(new byte[ReceiveBatch.SlotLength + 1], pair.Destination.ToEndPoint());
        client.SendTo(new byte[ReceiveBatch.SlotLength], pair.Destination.ToEndPoint());

        Assert.Equal([0, ReceiveBatch.SlotLength], pair.Take(2).Select(packet => packet.Length));
    }

    [Fact]
    public void Nothing_to_receive_is_zero_packets()
    {
        using var pair = new SocketPair();

        Assert.Equal(0, pair.Incoming.Receive());
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Incoming.From(0));
    }

    [Fact]
    public void No_packet_allocates()
    {
        using var pair = new SocketPair();
        Exchange(pair, 200);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = Exchange(pair, 2000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000, received);
    }

    [Fact]
    public void Both_families_meet_on_a_socket_of_the_ipv6_wildcard()
    {
        Assert.SkipUnless(System.Net.Sockets.Socket.OSSupportsIPv6, "This machine has no IPv6.");
        using var both = new UdpSocket(new IPEndPoint(IPAddress.IPv6Any, 0));
        using var pair = new SocketPair();
        using var incoming = new ReceiveBatch(both);
        using var outgoing = new SendBatch(both);
        using var poller = new Poller(both);
        var port = both.LocalAddress.Port;
        pair.Add(10, 1, UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.Loopback, port)));
        pair.Outgoing.Flush();

        Assert.Equal(PollResult.Readable, poller.Wait(1_000_000));
        Assert.Equal(1, incoming.Receive());

        // The peer has the address it has on an IPv4 socket, and can be answered by it.
        Assert.Equal(pair.Sender.LocalAddress, incoming.From(0));
        outgoing.Reserve()[..3].Fill(7);
        outgoing.Commit(3, pair.Destination);
        outgoing.Flush();
        Assert.Equal([7, 7, 7], Assert.Single(pair.Take(1)));
    }

    private static int Exchange(SocketPair pair, int count)
    {
        var received = 0;
        for (var i = 0; i < count; i += 20)
        {
            for (var j = 0; j < 20; j++)
            {
                pair.Outgoing.Reserve()[0] = (byte)j;
                pair.Outgoing.Commit(1000 + (j / 5), pair.Destination);
            }

            pair.Outgoing.Flush();
            var batch = pair.Incoming.Receive();
            for (var j = 0; j < batch; j++)
            {
                received += pair.Incoming.Packet(j).Length >= 1000 && pair.Incoming.From(j).Port != 0 ? 1 : 0;
            }
        }

        return received;
    }
}

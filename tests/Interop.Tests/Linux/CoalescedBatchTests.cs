using System.Net;
using Serverless.Interop.Linux;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Tests.Linux;

public sealed class CoalescedBatchTests
{
    private const uint FirstAddress = 0x7F01_0001;
    private const uint SecondAddress = 0x7F01_0002;

    [Fact]
    public void A_socket_of_many_addresses_says_which_one_was_meant_and_answers_from_it()
    {
        using var shared = Shared();
        using var peer = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0));
        using var answers = new ReceiveBatch(peer);
        using var batch = new CoalescedBatch();

        Assert.True(peer.TrySend([1], UdpAddress.FromIPv4(FirstAddress, shared.LocalAddress.Port)));
        Assert.True(peer.TrySend([2, 2], UdpAddress.FromIPv4(SecondAddress, shared.LocalAddress.Port)));
        Assert.True(shared.TrySend([3], peer.LocalAddress, SecondAddress));

        Assert.Equal(
            [(FirstAddress, 1), (SecondAddress, 2)], Take(batch, shared, 2).Select(each => (each.To, each.Bytes.Length)));
        Wait(peer);
        Assert.Equal(1, answers.Receive());
        Assert.Equal(UdpAddress.FromIPv4(SecondAddress, shared.LocalAddress.Port), answers.From(0));
    }

    /// <summary>Whether they come as one is the kernel's choice; the parts add up to what was sent all the same.</summary>
    [Fact]
    public void What_one_message_carried_comes_out_in_order_and_each_in_its_length()
    {
        using var shared = Shared();
        using var sender = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0));
        using var outgoing = new SendBatch(sender);
        using var batch = new CoalescedBatch();
        int[] lengths = [1000, 1000, 1000, 300];
        for (var i = 0; i < lengths.Length; i++)
        {
            outgoing.Reserve()[..lengths[i]].Fill((byte)i);
            outgoing.Commit(lengths[i], UdpAddress.FromIPv4(FirstAddress, shared.LocalAddress.Port));
        }

        outgoing.Flush();

        var parts = new List<byte[]>();
        while (parts.Count < lengths.Length)
        {
            parts.AddRange(Take(batch, shared, 1).SelectMany(each => each.Bytes.Chunk(each.Segment)));
        }

        Assert.Equal(lengths, parts.Select(part => part.Length));
        Assert.All(parts.Index(), part => Assert.All(part.Item, octet => Assert.Equal(part.Index, octet)));
    }

    [Fact]
    public void An_IPv6_peer_is_none_of_an_IPv4_socket_s()
    {
        using var shared = Shared();

        Assert.False(shared.TrySend([1], UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.IPv6Loopback, 9)), FirstAddress));
    }

    private static UdpSocket Shared()
    {
        var socket = new UdpSocket(new IPEndPoint(IPAddress.Any, 0));
        socket.ShareAddresses();
        return socket;
    }

    private static List<(uint To, int Segment, byte[] Bytes)> Take(CoalescedBatch batch, UdpSocket socket, int atLeast)
    {
        var taken = new List<(uint, int, byte[])>();
        while (taken.Count < atLeast)
        {
            Wait(socket);
            var count = batch.Receive(socket);
            for (var index = 0; index < count; index++)
            {
                var message = batch.Message(index);
                taken.Add((message.To, message.Segment, message.Bytes.ToArray()));
            }
        }

        return taken;
    }

    private static void Wait(UdpSocket socket)
    {
        using var poll = new SocketPoll();
        poll.Add(socket, 1);
        Assert.Equal(1, poll.Take(30_000));
    }
}

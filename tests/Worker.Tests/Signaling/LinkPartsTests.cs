using System.Buffers;
using System.Text;
using CsCheck;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Tests.Signaling;

public sealed class LinkPartsTests
{
    [Theory]
    [InlineData("{\"type\":\"system\",\"event\":\"connected\",\"userId\":\"w\",\"connectionId\":\"c1\",\"reconnectionToken\":\"t1\"}", "Connected { ConnectionId = c1, ReconnectionToken = t1 }")]
    [InlineData("{\"type\":\"system\",\"event\":\"disconnected\",\"message\":\"bye\"}", "Disconnected { }")]
    [InlineData("{\"type\":\"ack\",\"ackId\":7,\"success\":true}", "Ack { AckId = 7, Error =  }")]
    [InlineData("{\"error\":{\"message\":\"no\",\"name\":\"Forbidden\",\"x\":[{}]},\"type\":\"ack\",\"ackId\":7,\"success\":false}", "Ack { AckId = 7, Error = Forbidden }")]
    [InlineData("{\"type\":\"ack\",\"ackId\":7,\"success\":false}", "Ack { AckId = 7, Error = unnamed error }")]
    [InlineData("{\"type\":\"pong\"}", "Other { }")]
    [InlineData("{\"type\":\"streamAck\",\"x\":[1,{\"type\":\"ack\"}]}", "Other { }")]
    public void A_frame_is_read(string json, string expected)
    {
        Assert.True(ServerFrameParser.TryParse(Encoding.UTF8.GetBytes(json), out var frame));
        Assert.Equal(expected, frame.ToString());
    }

    [Theory]
    [InlineData("{\"type\":\"message\",\"from\":\"group\",\"group\":\"g\",\"dataType\":\"json\",\"data\":{\"a\":[1, 2]},\"fromUserId\":\"k\",\"sequenceId\":9}", "{\"a\":[1, 2]}", "k")]
    [InlineData("{\"sequenceId\":9,\"data\": \"text\" ,\"group\":\"g\",\"from\":\"group\",\"type\":\"message\",\"fromUserId\":null}", "\"text\"", null)]
    public void A_message_gives_its_data_as_it_stands(string json, string data, string? from)
    {
        Assert.True(ServerFrameParser.TryParse(Encoding.UTF8.GetBytes(json), out var frame));
        var message = Assert.IsType<ServerFrame.Message>(frame);
        Assert.Equal((9ul, "g", from), (message.SequenceId, message.Group, message.FromUserId));
        Assert.Equal(data, Encoding.UTF8.GetString(message.Data.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"ack\"}")]
    [InlineData("{\"type\":\"ack\",\"ackId\":-1}")]
    [InlineData("{\"type\":\"system\",\"event\":\"connected\"}")]
    [InlineData("{\"type\":\"pong\"")]
    [InlineData("{\"type\":\"pong\"}{}")]
    [InlineData("{\"type\":\"\\ud800\"}")]
    public void What_is_no_frame_is_no_frame(string json) =>
        Assert.False(ServerFrameParser.TryParse(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void Data_that_nests_deeply_is_the_receivers_business()
    {
        var data = new string('[', 500) + new string(']', 500);
        var json = $"{{\"type\":\"message\",\"from\":\"group\",\"group\":\"g\",\"data\":{data},\"sequenceId\":1}}";
        Assert.True(ServerFrameParser.TryParse(Encoding.UTF8.GetBytes(json), out var frame));
        Assert.Equal(1000, Assert.IsType<ServerFrame.Message>(frame).Data.Length);
    }

    [Fact]
    public void No_bytes_make_the_frame_parser_throw()
    {
        var seed = "{\"type\":\"message\",\"from\":\"group\",\"group\":\"g\",\"data\":{\"a\":\"\\u00e4\"},\"sequenceId\":9}"u8.ToArray();
        Assert.False(ServerFrameParser.TryParse(ReadOnlyMemory<byte>.Empty, out _));
        Gen.Select(Gen.Int[0, seed.Length - 1], Gen.Byte).Array[0, 6].Sample(edits =>
        {
            var bytes = (byte[])seed.Clone();
            foreach (var (at, value) in edits)
            {
                bytes[at] = value;
            }

            Assert.Equal(ServerFrameParser.TryParse(bytes, out var frame), frame is not null);
        });
    }

    [Fact]
    public void Frames_are_written_as_the_protocol_says()
    {
        Assert.Equal("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}", Written(o => ClientFrames.JoinGroup(o, "g", 1)));
        Assert.Equal("{\"type\":\"leaveGroup\",\"group\":\"g\",\"ackId\":2}", Written(o => ClientFrames.LeaveGroup(o, "g", 2)));
        Assert.Equal(
            "{\"type\":\"sendToGroup\",\"group\":\"g\",\"ackId\":3,\"dataType\":\"json\",\"data\":{\"a\":1}}",
            Written(o => ClientFrames.SendToGroup(o, "g", 3, "{\"a\":1}"u8)));
        Assert.Equal("{\"type\":\"sequenceAck\",\"sequenceId\":4}", Written(o => ClientFrames.SequenceAck(o, 4)));
    }

    [Fact]
    public void Sequences_are_acknowledged_after_a_number_or_a_time_and_replays_are_known()
    {
        var acks = new SequenceAcks(every: 3, within: TimeSpan.FromMilliseconds(200));
        Assert.False(acks.TryTake(TimeSpan.FromSeconds(9), out _));
        Assert.Null(acks.NextDue);
        Assert.True(acks.Receive(1, At(0)));
        Assert.True(acks.HasOne);
        Assert.Equal(At(200), acks.NextDue);
        Assert.False(acks.Receive(1, At(1)));
        Assert.False(acks.TryTake(At(199), out _));
        Assert.True(acks.TryTake(At(200), out var sequence));
        Assert.Equal(1ul, sequence);
        Assert.Null(acks.NextDue);
        Assert.False(acks.TryTake(At(900), out _));

        acks.Receive(2, At(1000));
        acks.Receive(3, At(1000));
        Assert.False(acks.IsFull);
        acks.Receive(4, At(1000));
        Assert.True(acks.IsFull);
        Assert.True(acks.TryTake(At(1000), out sequence));
        Assert.Equal(4ul, sequence);

        acks.Repeat();
        Assert.True(acks.TryTake(At(1001), out sequence));
        Assert.Equal(4ul, sequence);
        acks.Reset();
        Assert.True(acks.Receive(1, At(1002)));
    }

    [Fact]
    public void A_message_on_which_the_socket_broke_twice_takes_no_third_one_along()
    {
        using var queue = new OutgoingQueue(capacity: 10, window: 3);
        queue.Add(Send("poison", Delivery.Direct));
        queue.Add(Send("next", Delivery.Direct));
        TakeAll(queue);
        Assert.Null(queue.Broke());
        queue.Rewind();
        TakeAll(queue);
        Assert.Equal("poison", queue.Broke()!.Group);
        queue.Rewind();
        Assert.Equal([("next", 2ul)], TakeAll(queue));
    }

    [Fact]
    public void What_was_not_acknowledged_is_written_again_in_order_under_its_number()
    {
        using var queue = new OutgoingQueue(capacity: 10, window: 3);
        for (var i = 0; i < 4; i++)
        {
            queue.Add(Send($"g{i}", Delivery.Direct));
        }

        Assert.Equal([("g0", 1ul), ("g1", 2ul), ("g2", 3ul)], TakeAll(queue));
        Assert.Equal("g1", queue.Acknowledge(2)!.Group);
        Assert.Null(queue.Acknowledge(2));
        Assert.Equal([("g3", 4ul)], TakeAll(queue));

        queue.Rewind();
        Assert.Equal([("g0", 1ul), ("g2", 3ul), ("g3", 4ul)], TakeAll(queue));

        queue.Restart([new Outgoing.Rejoin("of a connection that failed")]);
        queue.Restart([new Outgoing.Rejoin("first")]);
        Assert.Equal([("first", 5ul), ("g0", 1ul), ("g2", 3ul)], TakeAll(queue));
        queue.Acknowledge(5);
        queue.Acknowledge(1);
        Assert.Equal([("g3", 4ul)], TakeAll(queue));
    }

    [Fact]
    public void A_full_queue_drops_the_oldest_feed_frame_then_the_oldest_message_and_never_a_join()
    {
        using var queue = new OutgoingQueue(capacity: 4, window: 100);
        queue.Add(new Outgoing.Join("j"));
        queue.Add(Send("d1", Delivery.Direct));
        queue.Add(Send("f1", Delivery.Feed));
        queue.Add(Send("f2", Delivery.Feed));
        queue.Add(Send("d2", Delivery.Direct));
        queue.Add(Send("d3", Delivery.Direct));
        queue.Add(Send("d4", Delivery.Direct));

        Assert.Equal(["j", "d2", "d3", "d4"], TakeAll(queue).Select(one => one.Group));
        Assert.Equal(3, queue.Dropped);
    }

    [Fact]
    public async Task A_duplicate_was_carried_out_and_any_other_error_is_one()
    {
        var join = new Outgoing.Join("g");
        join.Complete("Duplicate");
        await join.Done;

        var refused = new Outgoing.Join("g");
        refused.Complete("Forbidden");
        await Assert.ThrowsAsync<PubSubRefusedException>(() => refused.Done);
    }

    [Fact]
    public void Memberships_are_counted()
    {
        using var queue = new OutgoingQueue(10, 10);
        var groups = new GroupMemberships(queue);
        _ = groups.Join("g");
        _ = groups.Join("g");
        groups.Leave("g");
        Assert.Equal(["g"], groups.Rejoins().Select(join => join.Group));
        Assert.Equal(2, TakeAll(queue).Count);
        groups.Leave("g");
        groups.Leave("g");
        Assert.Empty(groups.Rejoins());
        Assert.Single(TakeAll(queue));
    }

    [Fact]
    public void A_session_can_be_recovered_for_30_s_and_not_after_it_ended()
    {
        var session = new LinkSession(TimeSpan.FromSeconds(30));
        Assert.Null(session.RecoveryUrl(At(0)));
        session.Opened(new Uri("ws://h/client/hubs/live?access_token=x"));
        Assert.Null(session.RecoveryUrl(At(0)));
        session.Named(new ServerFrame.Connected("c 1", "t+1"));
        session.SocketLost(At(1000));
        session.SocketLost(At(20000));
        Assert.Equal(
            "ws://h/client/hubs/live?access_token=x&awps_connection_id=c%201&awps_reconnection_token=t%2B1",
            session.RecoveryUrl(At(30999))!.AbsoluteUri);
        Assert.Null(session.RecoveryUrl(At(31000)));
        session.Recovered();
        Assert.NotNull(session.RecoveryUrl(At(99000)));
        session.Ended();
        Assert.Null(session.RecoveryUrl(At(99000)));
    }

    [Fact]
    public void Pauses_double_up_to_the_longest_and_are_spread() =>
        Gen.Double[0, 0.999].Array[1, 20].Sample(numbers =>
        {
            var next = 0;
            var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), () => numbers[next]);
            for (; next < numbers.Length; next++)
            {
                var full = Math.Min(10, Math.Pow(2, next));
                Assert.Equal(full * (0.5 + (numbers[next] / 2)), backoff.Next().TotalSeconds, 0.001);
            }

            next = 0;
            backoff.Reset();
            Assert.InRange(backoff.Next().TotalSeconds, 0.5, 1);
        });

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static Outgoing.Send Send(string group, Delivery delivery) => new(group, "{}"u8.ToArray(), delivery);

    private static List<(string Group, ulong AckId)> TakeAll(OutgoingQueue queue)
    {
        var taken = new List<(string, ulong)>();
        while (queue.TryTake(out var item))
        {
            taken.Add((item!.Group, item.AckId));
        }

        return taken;
    }

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}

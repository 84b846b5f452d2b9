using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Serverless.Local.PubSub;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.Tests.PubSub.Hub;

/// <summary>The hub alone, in virtual time.</summary>
public sealed class PubSubHubTests
{
    private static readonly string[] AnyGroup = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Sequence_ids_belong_to_the_session_and_continue_after_a_recovery()
    {
        var hub = Hub();
        var first = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), first);
        Publish(hub, "g", 1, 2);
        hub.HandleTransportLost(connection, first, saidGoodbye: false);
        Publish(hub, "g", 3);

        var second = new RecordingTransport();
        Assert.Same(connection, hub.Recover(connection.Id, connection.ReconnectionToken!, second));
        Publish(hub, "g", 4);

        Assert.Equal([1, 2, 3, 4], second.Messages.Select(SequenceId));
        Assert.Equal([1, 2, 3, 4], second.Messages.Select(Data));
    }

    [Fact]
    public void What_is_acknowledged_is_not_repeated()
    {
        var hub = Hub();
        var first = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), first);
        Publish(hub, "g", 1, 2, 3);
        hub.Handle(connection, new ClientFrame.SequenceAck(2));
        hub.HandleTransportLost(connection, first, saidGoodbye: false);

        var second = new RecordingTransport();
        hub.Recover(connection.Id, connection.ReconnectionToken!, second);

        Assert.Equal([3], second.Messages.Select(SequenceId));
    }

    [Fact]
    public void A_session_is_over_when_the_retention_time_is()
    {
        var hub = Hub();
        var transport = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), transport);
        hub.HandleTransportLost(connection, transport, saidGoodbye: false);

        _time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.True(hub.Run(view => view.Membership.Exists("g")));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.False(hub.Run(view => view.Membership.Exists("g")));
        Assert.Null(hub.Recover(connection.Id, connection.ReconnectionToken!, new RecordingTransport()));
    }

    [Fact]
    public void A_recovery_stops_the_retention_time()
    {
        var hub = Hub();
        var transport = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), transport);
        hub.HandleTransportLost(connection, transport, saidGoodbye: false);
        _time.Advance(TimeSpan.FromSeconds(29));
        hub.Recover(connection.Id, connection.ReconnectionToken!, new RecordingTransport());

        _time.Advance(TimeSpan.FromHours(1));

        Assert.False(connection.Ended);
    }

    [Fact]
    public void A_recovery_needs_the_sessions_own_token()
    {
        var hub = Hub();
        var connection = hub.Connect(Reliable(), new RecordingTransport());
        var other = hub.Connect(Reliable(), new RecordingTransport());

        Assert.Null(hub.Recover(connection.Id, other.ReconnectionToken!, new RecordingTransport()));
        Assert.Null(hub.Recover("nobody", connection.ReconnectionToken!, new RecordingTransport()));
    }

    [Fact]
    public void A_second_transport_replaces_the_first()
    {
        var hub = Hub();
        var first = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), first);
        var second = new RecordingTransport();
        hub.Recover(connection.Id, connection.ReconnectionToken!, second);

        hub.HandleTransportLost(connection, first, saidGoodbye: true);
        Publish(hub, "g", 1);

        Assert.True(first.Aborted);
        Assert.Empty(first.Messages);
        Assert.Single(second.Messages);
    }

    [Fact]
    public void A_goodbye_ends_a_reliable_session_at_once()
    {
        var hub = Hub();
        var transport = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), transport);

        hub.HandleTransportLost(connection, transport, saidGoodbye: true);

        Assert.Null(hub.Recover(connection.Id, connection.ReconnectionToken!, new RecordingTransport()));
    }

    [Fact]
    public void A_session_that_acknowledges_nothing_ends_at_the_limit()
    {
        var hub = Hub(new PubSubLimits { BufferedMessages = 3 });
        var transport = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), transport);

        Publish(hub, "g", 1, 2, 3);
        Assert.False(connection.Ended);
        Publish(hub, "g", 4);

        Assert.True(connection.Ended);
        Assert.Equal(CloseReason.BufferFull, transport.Closed);
        Assert.Equal(3, transport.Messages.Count());
    }

    [Fact]
    public void Unacknowledged_bytes_are_limited_too()
    {
        var hub = Hub(new PubSubLimits { BufferedBytes = 200 });
        var transport = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), transport);

        Publish(hub, "g", 1, 2, 3);

        Assert.True(connection.Ended);
        Assert.Equal(CloseReason.BufferFull, transport.Closed);
    }

    [Fact]
    public void A_slow_client_ends_and_the_others_get_the_message()
    {
        var hub = Hub();
        var slow = new RecordingTransport(capacity: 2);
        var quick = new RecordingTransport();
        hub.Connect(Reliable("g"), slow);
        hub.Connect(Reliable("g"), quick);

        Publish(hub, "g", 1, 2);

        Assert.Equal(CloseReason.SlowClient, slow.Closed);
        Assert.Equal([1, 2], quick.Messages.Select(Data));
        Assert.Single(hub.Run(view => view.Membership.MembersOf("g")));
    }

    [Fact]
    public void A_repeated_ack_id_does_nothing_twice()
    {
        var hub = Hub();
        var transport = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), transport);
        var send = new ClientFrame.SendToGroup("g", Number(1), NoEcho: false, AckId: 9);

        hub.Handle(connection, send);
        hub.Handle(connection, send);

        Assert.Single(transport.Messages);
        Assert.Contains("\"Duplicate\"", transport.Frames[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Ack_ids_are_remembered_up_to_the_limit()
    {
        var history = new AckHistory(capacity: 2);
        history.Remember(1);
        history.Remember(2);
        history.Remember(2);
        history.Remember(3);

        Assert.Equal([false, true, true], new ulong[] { 1, 2, 3 }.Select(history.Contains));
    }

    [Fact]
    public void A_message_that_has_expired_is_not_repeated()
    {
        var hub = Hub();
        var first = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), first);
        hub.HandleTransportLost(connection, first, saidGoodbye: false);
        var expires = _time.GetUtcNow() + TimeSpan.FromSeconds(5);
        hub.Publish(PubSubMessage.FromGroup("g", null, Number(1), expires), view => view.Membership.MembersOf("g"));
        Publish(hub, "g", 2);
        _time.Advance(TimeSpan.FromSeconds(5));

        var second = new RecordingTransport();
        hub.Recover(connection.Id, connection.ReconnectionToken!, second);

        Assert.Equal([(2, 2)], second.Messages.Select(frame => (SequenceId(frame), Data(frame))));
    }

    [Fact]
    public void A_time_to_live_of_a_client_counts_from_now()
    {
        var hub = Hub();
        var first = new RecordingTransport();
        var connection = hub.Connect(Reliable("g"), first);
        hub.Handle(connection, new ClientFrame.SendToGroup("g", Number(1), NoEcho: false, AckId: null)
        {
            TimeToLive = TimeSpan.FromSeconds(5),
        });
        hub.HandleTransportLost(connection, first, saidGoodbye: false);
        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));

        var second = new RecordingTransport();
        hub.Recover(connection.Id, connection.ReconnectionToken!, second);

        Assert.Equal([1], second.Messages.Select(SequenceId));
    }

    [Fact]
    public void A_reload_drops_plain_sessions_and_keeps_reliable_ones()
    {
        var hub = Hub();
        var plain = new RecordingTransport(ClientProtocol.Json);
        var reliable = new RecordingTransport();
        var lost = hub.Connect(new ConnectRequest { Protocol = ClientProtocol.Json }, plain);
        var kept = hub.Connect(Reliable("g"), reliable);

        hub.DropTransports(new CloseReason(CloseCode.GoingAway, "ServiceReload"));

        Assert.Equal(CloseCode.GoingAway, plain.Closed?.Code);
        Assert.Equal(CloseCode.GoingAway, reliable.Closed?.Code);
        Assert.Equal((true, false), (lost.Ended, kept.Ended));
    }

    /// <summary>
    /// Whatever the order of losses, recoveries, acks and messages: each message arrives once and in order.
    /// </summary>
    [Fact]
    public void Nothing_is_lost_or_doubled_under_any_schedule()
    {
        Gen.Int[0, 3].Array[1, 60].Sample(steps =>
        {
            var hub = Hub();
            var transport = new RecordingTransport();
            var connection = hub.Connect(Reliable("g"), transport);
            var seen = new List<int>();
            var published = 0;
            foreach (var step in steps)
            {
                switch (step)
                {
                    case 0 or 1:
                        Publish(hub, "g", ++published);
                        break;
                    case 2:
                        // The client read a part only, when its socket went away.
                        Read(transport, seen, transport.Messages.Count() / 2);
                        hub.HandleTransportLost(connection, transport, saidGoodbye: false);
                        transport = new RecordingTransport();
                        hub.Recover(connection.Id, connection.ReconnectionToken!, transport);
                        break;
                    default:
                        Read(transport, seen, transport.Messages.Count());
                        hub.Handle(connection, new ClientFrame.SequenceAck((ulong)seen.Count));
                        break;
                }
            }

            Read(transport, seen, transport.Messages.Count());
            Assert.Equal(Enumerable.Range(1, published), seen);
        });
    }

    /// <summary>As a client does: takes what it has not seen, by sequence id.</summary>
    private static void Read(RecordingTransport transport, List<int> seen, int count)
    {
        foreach (var message in transport.Messages.Take(count).Where(message => SequenceId(message) > seen.Count))
        {
            Assert.Equal(seen.Count + 1, SequenceId(message));
            seen.Add(Data(message));
        }
    }

    private static ConnectRequest Reliable(params string[] groups) =>
        new() { Protocol = ClientProtocol.ReliableJson, UserId = "u", Roles = AnyGroup, Groups = groups };

    private static MessageData Number(int value) => new(DataType.Json, System.Text.Encoding.UTF8.GetBytes($"{value}"));

    private static void Publish(PubSubHub hub, string group, params int[] values)
    {
        foreach (var value in values)
        {
            var message = PubSubMessage.FromGroup(group, fromUserId: null, Number(value));
            hub.Publish(message, view => view.Membership.MembersOf(group));
        }
    }

    private static int SequenceId(string frame) => (int)JsonNode.Parse(frame)!["sequenceId"]!;

    private static int Data(string frame) => (int)JsonNode.Parse(frame)!["data"]!;

    private PubSubHub Hub(PubSubLimits? limits = null) =>
        new(new PubSubEmulatorOptions { Limits = limits ?? new PubSubLimits() }, _time);
}

using System.Text.Json;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Rooms;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

/// <summary>Bugs elsewhere that a room outlives.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task A_call_to_functions_that_throws_is_a_call_that_failed_and_is_made_again()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        await room.EnterAsync(Tickets.Viewer("bob"));
        room.Functions.Throws = true;
        room.Say(ann, new ChatMessage("c-1", "x"));
        room.Say(ann, new LeaveMessage());
        await room.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(("log_unavailable", "c-1"), room.To<ErrorMessage>(ann).Select(error => (error.Code, error.Id)).Single());

        room.Functions.Throws = false;
        await room.PassAsync(TimeSpan.FromSeconds(31));
        Assert.Equal("k-ann", room.Functions.Told[^1].Left.Single().ConnectionKey);
    }

    [Fact]
    public async Task A_media_plane_that_throws_on_an_offer_leaves_the_next_one_answered()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        room.Media.Throws = true;
        room.Say(ann, new OfferMessage("o-1", "v=0", []));
        await room.SettleAsync();
        room.Media.Throws = false;
        room.Say(ann, new OfferMessage("o-2", "v=0", []));
        await room.SettleAsync();

        var error = Assert.Single(room.To<ErrorMessage>(ann));
        Assert.Equal(("internal", Fault.Server, "o-1"), (error.Code, error.Fault, error.Id));
        Assert.Equal("o-2", Assert.Single(room.To<AnswerMessage>(ann)).Id);
    }

    [Fact]
    public async Task A_message_that_cannot_be_written_is_left_out_and_the_room_goes_on()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        using var json = JsonDocument.Parse("{\"name\":\"\\ud800\"}");
        await room.JoinAsync(Tickets.Host("mallory"), json.RootElement.Clone());
        await room.PassAsync(TimeSpan.FromSeconds(1));
        room.Say("k-mallory", new LeaveMessage());
        room.Say(ann, new ChatMessage("c-1", "still here"));
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.DoesNotContain(room.Frames().SelectMany(frame => frame.Roster), change => change.Participant?.ParticipantId == "u-mallory");
        Assert.Single(room.To<AckMessage>(ann));
        Assert.Equal("c-1", Assert.Single(room.Frames()[^1].Entries).Id);
    }

    [Fact]
    public async Task PR4_departures_are_told_five_hundred_at_a_time_and_empty_only_with_the_last()
    {
        await using var room = new RoomHarness();
        for (var i = 0; i < 1100; i++)
        {
            await room.JoinAsync(Tickets.Viewer($"v{i}"));
        }

        room.Functions.Gate.Close(); // The first call is under way while all others leave.
        for (var i = 0; i < 1100; i++)
        {
            room.Room.Transports.Gone($"k-v{i}");
        }

        room.Functions.Gate.Open();
        await room.SettleAsync();

        Assert.All(room.Functions.Told, told => Assert.InRange(told.Left.Count, 1, 500));
        Assert.Equal(1100, room.Functions.Told.SelectMany(told => told.Left).DistinctBy(left => left.ConnectionKey).Count());
        Assert.True(room.Functions.Told[^1].Empty);
        Assert.DoesNotContain(room.Functions.Told.SkipLast(1), told => told.Empty);
        Assert.InRange(room.Functions.Told.Count, 3, 5);
    }

    [Theory]
    [InlineData("0", TrackSource.Microphone, "0", TrackSource.Camera)]
    [InlineData("0", TrackSource.Camera, "1", TrackSource.Camera)]
    [InlineData("", TrackSource.Camera, "1", TrackSource.Microphone)]
    [InlineData("12345678901234567", TrackSource.Camera, "1", TrackSource.Microphone)]
    public async Task MD2_an_offer_names_each_mid_and_each_source_once(string mid, TrackSource source, string mid2, TrackSource source2)
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        var calls = room.Media.Calls.Count;
        room.Say(ann, new OfferMessage("o-1", "v=0", [new PublishSection(mid, source), new PublishSection(mid2, source2)]));
        await room.SettleAsync();

        Assert.Equal(("invalid_message", "o-1"), room.To<ErrorMessage>(ann).Select(error => (error.Code, error.Id)).Single());
        Assert.Equal(calls, room.Media.Calls.Count);
    }

    [Fact]
    public void SK8_what_was_too_much_is_forgiven_in_time_and_a_flood_is_not()
    {
        var patient = new SenderBudget();
        for (var hour = 0; hour < 1000; hour++)
        {
            var now = TimeSpan.FromHours(hour);
            for (var message = 0; message < 80; message++)
            {
                patient.TryTakeMessage(now);
            }

            Assert.False(patient.IsFlood(now));
        }

        var flooder = new SenderBudget();
        var taken = 0;
        var sent = 0;
        for (; !flooder.IsFlood(TimeSpan.FromSeconds(1)); sent++)
        {
            taken += flooder.TryTakeMessage(TimeSpan.FromSeconds(1)) ? 1 : 0;
        }

        Assert.Equal((60, 560), (taken, sent));
    }
}

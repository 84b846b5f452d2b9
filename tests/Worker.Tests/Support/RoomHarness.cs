using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Health;
using Serverless.Worker.Rooms;

namespace Serverless.Worker.Tests.Support;

/// <summary>One room in virtual time among fakes.</summary>
internal sealed class RoomHarness : IAsyncDisposable
{
    private int _seen;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    public FakeMedia Media { get; } = new();

    public FakeFunctions Functions { get; } = new();

    public FakeSignaling Signaling { get; } = new();

    public Drops Drops { get; } = new(new SilentMeters());

    public LiveRoom Room { get; }

    public bool Over { get; private set; }

    public RoomHarness(Action<FakeFunctions>? prepare = null)
    {
        prepare?.Invoke(Functions);
        var services = new RoomServices(Media, Functions, Signaling, Time, Drops, NullLogger<LiveRoom>.Instance);
        var tail = new LogPage(Functions.Log.Count, [.. Functions.Log.TakeLast(50)]);
        Room = new LiveRoom(new RoomIdentity(Tickets.RoomId, Tickets.SessionId, 1), tail, Functions.Present, services, _ => Over = true);
    }

    public ValueTask DisposeAsync() => Room.DisposeAsync();

    public async Task<JoinResult> TryJoinAsync(Ticket ticket, bool resume = false, params TrackSource[] publish)
    {
        var request = new CreateTransportRequest
        {
            Ticket = "checked already",
            Epoch = 1,
            Offer = ticket.Mode == ParticipantMode.SignallingOnly ? null : "v=0 offer",
            Publish = [.. publish.Select((source, i) => new PublishSection($"{i}", source))],
            Resume = resume,
        };
        return await Room.JoinAsync(new JoinCommand(ticket, request), new StageClock(Time));
    }

    /// <summary>A viewer or host with metadata, which functions would have checked.</summary>
    public async Task JoinAsync(Ticket ticket, JsonElement metadata)
    {
        var request = new CreateTransportRequest { Ticket = "checked already", Epoch = 1, Offer = "v=0 offer", Metadata = metadata };
        Assert.IsType<JoinResult.Joined>(await Room.JoinAsync(new JoinCommand(ticket, request), new StageClock(Time)));
    }

    public async Task<CreateTransportResponse> JoinAsync(Ticket ticket, bool resume = false, params TrackSource[] publish) =>
        Assert.IsType<JoinResult.Joined>(await TryJoinAsync(ticket, resume, publish)).Response;

    /// <summary>Joins, becomes connected and forgets the frames about it.</summary>
    public async Task<string> EnterAsync(Ticket ticket, params TrackSource[] publish)
    {
        await JoinAsync(ticket, false, publish);
        Room.Transports.Connected(ticket.ConnectionKey);
        await PassAsync(TimeSpan.FromSeconds(3));
        News();
        return ticket.ConnectionKey;
    }

    public void Say(string key, ClientMessage message) =>
        Room.Receive(key, JsonSerializer.SerializeToUtf8Bytes(message, SignalingJson.Default.ClientMessage));

    public void SayRaw(string? key, string json) => Room.Receive(key, System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>
    /// Until the room has nothing more to do at this moment: no action waits, and all its calls to others have answered but
    /// those that a test holds back.
    /// </summary>
    public async Task SettleAsync()
    {
        try
        {
            while (true)
            {
                var activity = await Room.ActivityAsync();
                if (activity.IsBusy)
                {
                    continue; // The next look comes after them.
                }

                if (activity.Work.Count <= Media.Gate.Waiting + Functions.Gate.Waiting)
                {
                    return;
                }

                await Task.WhenAny(activity.Work);
            }
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            await Room.DisposeAsync();
        }
    }

    /// <summary>For what another thread brings about: as many looks as it takes.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(15), "It did not come.");
            await SettleAsync();
            await Task.Yield();
        }
    }

    public async Task PassAsync(TimeSpan time)
    {
        await SettleAsync();
        for (var step = TimeSpan.Zero; step < time; step += TimeSpan.FromMilliseconds(250))
        {
            var left = time - step;
            Time.Advance(left < TimeSpan.FromMilliseconds(250) ? left : TimeSpan.FromMilliseconds(250));
            await SettleAsync();
        }
    }

    /// <summary>What was sent since the last call.</summary>
    public IReadOnlyList<(string Group, WorkerMessage Message)> News()
    {
        var all = Signaling.Sent;
        var news = all.Skip(_seen).ToArray();
        _seen = all.Count;
        return news;
    }

    public IReadOnlyList<FeedMessage> Frames() => [.. Signaling.Sent.Select(one => one.Message).OfType<FeedMessage>()];

    public IReadOnlyList<T> To<T>(string key)
        where T : WorkerMessage =>
        [.. Signaling.Sent.Where(one => one.Group == Groups.Private(key)).Select(one => one.Message).OfType<T>()];
}

using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Tests.Webhooks;

/// <summary>What happens when receivers fail. Only the test dispatches here, so that the clock stands still meanwhile.</summary>
public sealed class DeliveryTests : HookedTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await StopQueueAsync();
    }

    [Fact]
    public async Task What_fails_is_tried_again_later_and_later_and_after_a_day_it_is_a_dead_letter()
    {
        Receiver.Answer = (_, _) => Task.FromResult(500);
        var room = await CreateRoomAsync("\"session-started\"");
        await JoinAsync(room, "ann");
        var begin = Host.Time.GetUtcNow();
        var attempts = new List<TimeSpan>();
        while (Host.Time.GetUtcNow() - begin < BackOff.Limit + TimeSpan.FromMinutes(1))
        {
            var before = Receiver.All.Count;
            await DispatchAsync(room);
            Assert.InRange(Receiver.All.Count - before, 0, 1);
            if (Receiver.All.Count > before)
            {
                attempts.Add(Host.Time.GetUtcNow() - begin);
            }

            // As often as the sweep comes.
            Host.Time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(TimeSpan.Zero, attempts[0]);
        Assert.InRange(attempts.Count, 10, 200);
        Assert.True(attempts[^1] < BackOff.Limit);
        Assert.Empty(await WaitingAsync(room));
        Assert.Single(Receiver.All.Select(received => received.Headers["webhook-id"]).Distinct());
        Assert.Equal(
            Receiver.All.Count, Receiver.All.Select(received => received.Headers["webhook-timestamp"]).Distinct().Count());

        var letters = await Host.GetAsync("/v2/webhooks/dead-letters", Host.Token());
        var letter = Assert.Single(letters.Json.GetProperty("data").EnumerateArray());
        Assert.Equal("session-started", letter.GetProperty("webhookType").GetString());
        Assert.Equal("answered 500", letter.GetProperty("lastError").GetString());
        Assert.Equal(attempts.Count, letter.GetProperty("attempts").GetInt32());
        Assert.Empty((await Host.GetAsync("/v2/webhooks/dead-letters", Host.OtherTenantsToken()))
            .Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public void Retries_come_later_and_later_for_a_day()
    {
        var delays = Enumerable.Range(1, 20).Select(attempt => BackOff.After(attempt, 0)).ToList();

        Assert.Equal(delays.Order(), delays);
        Assert.Equal(TimeSpan.FromSeconds(5), delays[0]);
        Assert.Equal(TimeSpan.FromHours(4), delays[^1]);
        Assert.InRange(delays.Scan(TimeSpan.Zero, (sum, delay) => sum + delay).TakeWhile(at => at < BackOff.Limit).Count(), 10, 20);
        Assert.InRange(BackOff.After(3, 0.999) / BackOff.After(3, 0), 1.1, 1.2);
    }

    [Fact]
    public async Task A_dead_letter_is_replayed_once_with_its_old_number()
    {
        Receiver.Answer = (_, _) => Task.FromResult(404);
        var room = await CreateRoomAsync("\"session-started\"");
        await JoinAsync(room, "ann");
        await DispatchAsync(room);
        Host.Time.Advance(BackOff.Limit);
        await DispatchAsync(room);
        var id = (await Host.GetAsync("/v2/webhooks/dead-letters?perPage=1", Host.Token()))
            .Json.GetProperty("data")[0].GetProperty("id").GetString();
        Receiver.Answer = (_, _) => Task.FromResult(200);
        var body = $$"""{"ids":["{{id}}","0-nothing"]}""";

        Assert.Equal(
            0,
            (await Host.PostAsync("/v2/webhooks/dead-letters/replay", Host.OtherTenantsToken(), body))
                .Json.GetProperty("replayed").GetInt32());
        Assert.Equal(
            1,
            (await Host.PostAsync("/v2/webhooks/dead-letters/replay", Host.Token(), body))
                .Json.GetProperty("replayed").GetInt32());
        Assert.True(await DispatchAsync(room));

        var replayed = Assert.Single(Receiver.Taken);
        Assert.Equal((1, Receiver.All[0].Headers["webhook-id"]), (replayed.Sequence, replayed.Headers["webhook-id"]));
        Assert.Empty((await Host.GetAsync("/v2/webhooks/dead-letters", Host.Token())).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task An_endpoint_that_is_down_is_left_alone_then_probed_and_resumes_in_order()
    {
        Receiver.Answer = (_, _) => Task.FromResult(503);
        var made = await Host.PostAsync("/v2/webhooks", Host.Token(), $$"""{"endPoint":"{{Receiver.Url}}","events":["participant*"]}""");
        var room = await Host.CreateRoomAsync();
        for (var i = 0; i < 12; i++)
        {
            await JoinAsync(room, $"p{i:D2}");
        }

        await DispatchAsync(room);
        Assert.InRange(Receiver.All.Count, Circuit.Threshold, Circuit.Threshold + 3);
        Assert.Equal("suspended", await StateAsync());

        // Nothing more until the time of the first probe, which is one call.
        var before = Receiver.All.Count;
        Host.Time.Advance(TimeSpan.FromSeconds(19));
        await DispatchAsync(room);
        Assert.Equal(before, Receiver.All.Count);
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await DispatchAsync(room);
        await DispatchAsync(room);
        Assert.Equal(before + 1, Receiver.All.Count);

        // One goes ahead; after it the next four, and nobody else before one of them is answered.
        var entered = new ConcurrentQueue<long>();
        var fourAreIn = new TaskCompletionSource();
        Receiver.Answer = async (received, _) =>
        {
            entered.Enqueue(received.Sequence);
            if (entered.Count == 5)
            {
                fourAreIn.SetResult();
            }

            if (received.Sequence != 2)
            {
                await fourAreIn.Task;
            }

            return 200;
        };
        Host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(await DispatchAsync(room));

        Assert.Equal("active", await StateAsync());
        Assert.Equal(Enumerable.Range(2, 12).Select(i => (long)i), entered.Order());
        Assert.Equal(2, entered.First());
        Assert.Equal([3, 4, 5, 6], entered.Skip(1).Take(4).Order());

        async Task<string?> StateAsync() => (await Host.GetAsync(
            $"/v2/webhooks/{made.Json.GetProperty("id").GetString()}", Host.Token())).Json.GetProperty("state").GetString();
    }

    [Fact]
    public async Task A_dead_endpoint_blocks_nobody_else()
    {
        await using var dead = await WebhookReceiver.StartAsync();
        dead.Answer = (_, _) => Task.FromResult(500);
        await Host.PostAsync("/v2/webhooks", Host.Token(), $$"""{"endPoint":"{{dead.Url}}"}""");
        var rooms = new List<RoomResponse>();
        for (var i = 0; i < 10; i++)
        {
            rooms.Add(await CreateRoomAsync("\"session-started\""));
            await JoinAsync(rooms[i], "ann");
            await DispatchAsync(rooms[i]);
        }

        Assert.Equal(10, Receiver.Taken.Count);
        Assert.InRange(dead.All.Count, Circuit.Threshold, Circuit.Threshold + 3);
    }

    [Fact]
    public async Task An_event_that_its_receiver_cannot_take_holds_up_no_other()
    {
        Receiver.Answer = (received, _) => Task.FromResult(received.Data("participantId") == "bad" ? 500 : 200);
        var room = await CreateRoomAsync("\"participant-joined\"");
        await JoinAsync(room, "bad");
        await DispatchAsync(room);
        // Alone it fails so often that the circuit opens.
        for (var i = 0; i < 20; i++)
        {
            Host.Time.Advance(TimeSpan.FromMinutes(20));
            await DispatchAsync(room);
        }

        await Host.ReportAsync("w1", Worker.Url);
        await JoinAsync(room, "good");
        Host.Time.Advance(TimeSpan.FromMinutes(20));
        await DispatchAsync(room);

        Assert.Equal(["good"], Receiver.Taken.Select(received => received.Data("participantId")));
        Assert.Equal(["bad"], (await WaitingAsync(room)).Select(delivery => delivery.Body.Contains("bad", StringComparison.Ordinal) ? "bad" : "good"));
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_long_answers_not_read()
    {
        await using var elsewhere = await WebhookReceiver.StartAsync();
        Receiver.Answer = (_, http) =>
        {
            http.Response.Headers.Location = elsewhere.Url;
            return Task.FromResult(307);
        };
        var room = await CreateRoomAsync("\"session-started\"");
        await JoinAsync(room, "ann");
        await DispatchAsync(room);
        Assert.Equal("answered 307", Assert.Single(await WaitingAsync(room)).Error);
        Assert.Empty(elsewhere.All);

        var aborted = new TaskCompletionSource();
        Receiver.Answer = async (_, http) =>
        {
            http.RequestAborted.Register(() => aborted.TrySetResult());
            http.Response.StatusCode = 200;
            var chunk = new byte[64 * 1024];
            try
            {
                while (!http.RequestAborted.IsCancellationRequested)
                {
                    await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // What this is about.
            }

            return 200;
        };
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await DispatchAsync(room));
        await aborted.Task;
    }

    [Fact]
    public async Task A_private_target_is_not_even_connected_to()
    {
        var reached = false;
        Receiver.Answer = (_, _) =>
        {
            reached = true;
            return Task.FromResult(200);
        };
        await using var host = await FunctionsHost.StartAsync(services => services.AddSingleton(
            services.Select(service => service.ImplementationInstance).OfType<FunctionsOptions>().Single()
                with { WebhookAllowedNetworks = [] }));
        await host.Service<WebhookQueue>().StopAsync(default);
        await using var worker = await host.StartWorkerAsync();
        var room = await host.CreateRoomAsync(
            $$"""{"webhook":{"endPoint":"http://localhost:{{Receiver.Port}}/","events":["session-started"]} }""");
        await host.JoinAsync(room.RoomId, host.JoinToken());

        Assert.False(await host.Service<WebhookDispatch>().RunAsync(room.RoomId, default));

        var rows = await host.Service<ITableStore>().Table(WebhookKeys.Table).ScanAsync(
            room.RoomId, RowRange.Prefix(WebhookKeys.DeliveryPrefix), 10, default);
        Assert.Equal(
            "the address is not public", WebhookRows.Default.Delivery.FromBody(Assert.Single(rows).Body).Error);
        Assert.False(reached);
    }

    [Fact]
    public async Task Who_does_not_answer_in_time_has_not_taken_it()
    {
        await using var host = await FunctionsHost.StartAsync(
            configure: options => options with { WebhookLimit = TimeSpan.FromMilliseconds(200) });
        await host.Service<WebhookQueue>().StopAsync(default);
        await using var worker = await host.StartWorkerAsync();
        Receiver.Answer = async (_, http) =>
        {
            var gone = new TaskCompletionSource();
            await using var registration = http.RequestAborted.Register(() => gone.TrySetResult());
            await gone.Task;
            return 200;
        };
        var room = await host.CreateRoomAsync(
            $$"""{"webhook":{"endPoint":"{{Receiver.Url}}","events":["session-started"]} }""");
        await host.JoinAsync(room.RoomId, host.JoinToken());

        Assert.False(await host.Service<WebhookDispatch>().RunAsync(room.RoomId, default));

        var rows = await host.Service<ITableStore>().Table(WebhookKeys.Table).ScanAsync(
            room.RoomId, RowRange.Prefix(WebhookKeys.DeliveryPrefix), 10, default);
        Assert.Equal("no answer within 0.2 s", WebhookRows.Default.Delivery.FromBody(Assert.Single(rows).Body).Error);
    }

    [Fact]
    public async Task What_a_process_was_sending_when_it_died_is_sent_by_the_next()
    {
        var room = await CreateRoomAsync("\"session-started\"");
        await JoinAsync(room, "ann");
        using var death = new CancellationTokenSource();
        var forever = new TaskCompletionSource<int>();
        var reached = new TaskCompletionSource();
        Receiver.Answer = (_, _) =>
        {
            reached.TrySetResult();
            return forever.Task;
        };
        var dying = Host.Service<WebhookDispatch>().RunAsync(room.RoomId, death.Token);
        await reached.Task;
        await death.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dying);
        forever.SetResult(200);
        Receiver.Answer = (_, _) => Task.FromResult(200);

        // As long as it may still be alive it has the delivery to itself.
        Assert.False(await DispatchAsync(room));
        Host.Time.Advance(EndpointRun.Lease);
        Assert.True(await DispatchAsync(room));
        Assert.Equal(2, Receiver.All.Count);
    }
}

internal static class Scanning
{
    public static IEnumerable<TSum> Scan<T, TSum>(this IEnumerable<T> items, TSum start, Func<TSum, T, TSum> add)
    {
        foreach (var item in items)
        {
            yield return start = add(start, item);
        }
    }
}

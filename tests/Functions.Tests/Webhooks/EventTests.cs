using System.Security.Cryptography;
using System.Text;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Tests.Webhooks;

public sealed class EventTests : HookedTests
{
    [Fact]
    public async Task A_room_tells_of_its_session_and_its_people_in_the_shape_of_VideoSDK()
    {
        var room = await CreateRoomAsync();
        var joined = await JoinAsync(room, "ann");
        await LeaveAsync(room, joined);
        await Receiver.ArrivedAsync(3);
        await QuietAsync(room);
        Host.Time.Advance(TimeSpan.FromSeconds(61));
        await EndAsync(room);
        await Receiver.ArrivedAsync(1);

        var told = Receiver.Taken.OrderBy(received => received.Sequence).ToList();
        Assert.Equal([1, 2, 3, 4], told.Select(received => received.Sequence));
        Assert.Equal(
            ["session-started", "participant-joined", "participant-left", "session-ended"],
            told.Select(received => received.Type));
        var session = joined.Session.SessionId;
        Assert.Equal(
            [
                $$$"""{"webhookType":"session-started","data":{"meetingId":"{{{room.RoomId}}}","sessionId":"{{{session}}}","start":"2026-11-22T10:00:00.000Z"},"sequence":1}""",
                $$$"""{"webhookType":"participant-joined","data":{"meetingId":"{{{room.RoomId}}}","sessionId":"{{{session}}}","participantId":"ann","participantName":"Name of ann"},"sequence":2}""",
                $$$"""{"webhookType":"participant-left","data":{"meetingId":"{{{room.RoomId}}}","sessionId":"{{{session}}}","participantId":"ann","participantName":"Name of ann"},"sequence":3}""",
                $$$"""{"webhookType":"session-ended","data":{"meetingId":"{{{room.RoomId}}}","sessionId":"{{{session}}}","start":"2026-11-22T10:00:00.000Z","end":"2026-11-22T10:01:01.000Z"},"sequence":4}""",
            ],
            told.Select(received => Encoding.UTF8.GetString(received.Body)));
        Assert.Equal("application/json", told[0].Headers["Content-Type"]);
    }

    [Fact]
    public async Task Both_signatures_hold()
    {
        var room = await CreateRoomAsync("\"session-started\"");
        await JoinAsync(room, "ann");
        await Receiver.ArrivedAsync(1);
        var received = Receiver.Taken[0];

        var pem = (await Host.GetAsync("/v2/public/rsa-public-key")).Json.GetProperty("publicKey").GetString()!;
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        Assert.True(rsa.VerifyData(
            received.Body, Convert.FromBase64String(received.Headers["videosdk-signature"]), HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1));

        var secret = (await Host.GetAsync("/v2/webhooks/secret", Host.Token())).Json.GetProperty("secret").GetString()!;
        Assert.Equal([SignatureOf(received, secret)], received.Headers["webhook-signature"].Split(' '));
        Assert.Equal(
            Host.Time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            received.Headers["webhook-timestamp"]);
        Assert.StartsWith("msg_", received.Headers["webhook-id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_secret_signs_beside_the_one_before_for_a_day()
    {
        var first = (await Host.GetAsync("/v2/webhooks/secret", Host.Token())).Json.GetProperty("secret").GetString()!;
        var rotated = await Host.PostAsync("/v2/webhooks/secret/rotate", Host.Token(), "");
        var second = rotated.Json.GetProperty("secret").GetString()!;
        Assert.NotEqual(first, second);
        Assert.Equal(
            Host.Time.GetUtcNow() + SigningSecretStore.Overlap,
            rotated.Json.GetProperty("previousValidUntil").GetDateTimeOffset());

        var room = await CreateRoomAsync("\"session-started\"");
        await JoinAsync(room, "ann");
        await Receiver.ArrivedAsync(1);
        Assert.Equal(
            [SignatureOf(Receiver.All[0], second), SignatureOf(Receiver.All[0], first)],
            Receiver.All[0].Headers["webhook-signature"].Split(' '));

        await QuietAsync(room);
        Host.Time.Advance(SigningSecretStore.Overlap);
        await Host.ReportAsync("w1", Worker.Url);
        await JoinAsync(await CreateRoomAsync("\"session-started\""), "ann");
        await Receiver.ArrivedAsync(1);
        Assert.Equal(
            [SignatureOf(Receiver.All[1], second)], Receiver.All[1].Headers["webhook-signature"].Split(' '));
    }

    [Fact]
    public async Task A_subscription_takes_exact_names_and_prefixes()
    {
        var room = await CreateRoomAsync("\"session*\", \"participant-left\"");
        await LeaveAsync(room, await JoinAsync(room, "ann"));
        await EndAsync(room);
        await Receiver.ArrivedAsync(3);
        await QuietAsync(room);
        Assert.True(await DispatchAsync(room));

        Assert.Equal(
            ["1 session-started", "3 participant-left", "4 session-ended"],
            Receiver.All.Select(received => $"{received.Sequence} {received.Type}").Order());
    }

    [Fact]
    public async Task Who_joins_twice_has_left_in_between()
    {
        var room = await CreateRoomAsync("\"participant*\"");
        await JoinAsync(room, "ann");
        await JoinAsync(room, "ann");
        await Receiver.ArrivedAsync(3);

        Assert.Equal(
            ["2 participant-joined", "3 participant-left", "4 participant-joined"],
            Receiver.All.Select(received => $"{received.Sequence} {received.Type}").Order());
    }

    [Fact]
    public async Task A_tenants_webhook_hears_of_all_its_rooms_and_of_no_other_tenants()
    {
        var made = await Host.PostAsync("/v2/webhooks", Host.Token(), $$"""{"endPoint":"{{Receiver.Url}}","events":["session-started"]}""");
        Assert.Equal(201, made.Status);
        var (one, two) = (await Host.CreateRoomAsync(), await Host.CreateRoomAsync());
        var others = await Host.PostAsync("/v2/rooms", Host.OtherTenantsToken(), "{}");

        await JoinAsync(one, "ann");
        await Host.JoinAsync(
            others.Json.GetProperty("roomId").GetString()!, Host.OtherTenantsToken());
        await JoinAsync(two, "ann");
        await Receiver.ArrivedAsync(2);
        await SweepAsync();

        Assert.Equal(
            new[] { one.RoomId, two.RoomId }.Order(), Receiver.All.Select(received => received.Data("meetingId")!).Order());
    }

    [Fact]
    public async Task An_address_that_room_and_tenant_name_is_told_once()
    {
        await Host.PostAsync("/v2/webhooks", Host.Token(), $$"""{"endPoint":"{{Receiver.Url}}"}""");
        var room = await CreateRoomAsync("\"session-started\"");
        await JoinAsync(room, "ann");
        await Receiver.ArrivedAsync(2);
        await QuietAsync(room);
        Assert.True(await DispatchAsync(room));

        Assert.Equal(
            ["participant-joined", "session-started"], Receiver.All.Select(received => received.Type).Order());
    }

    [Fact]
    public async Task Who_begins_to_listen_hears_of_the_rest_of_a_session()
    {
        var room = await Host.CreateRoomAsync();
        var ann = await JoinAsync(room, "ann");
        await Host.PostAsync("/v2/webhooks", Host.Token(), $$"""{"endPoint":"{{Receiver.Url}}"}""");
        await LeaveAsync(room, await JoinAsync(room, "bob"));
        await LeaveAsync(room, ann);
        await EndAsync(room);
        await Receiver.ArrivedAsync(3);
        await QuietAsync(room);
        Assert.True(await DispatchAsync(room));

        Assert.Equal(
            ["participant-joined", "participant-left", "session-ended"],
            Receiver.All.OrderBy(received => received.Sequence).Select(received => received.Type));
    }

    [Fact]
    public async Task A_webhook_that_was_taken_away_hears_nothing_more_not_even_what_waited()
    {
        Receiver.Answer = (_, _) => Task.FromResult(500);
        var made = await Host.PostAsync("/v2/webhooks", Host.Token(), $$"""{"endPoint":"{{Receiver.Url}}","events":["session-started"]}""");
        var room = await Host.CreateRoomAsync();
        await JoinAsync(room, "ann");
        await Receiver.ArrivedAsync(1);
        await QuietAsync(room);
        var gone = await Host.SendAsync(
            HttpMethod.Delete, $"/v2/webhooks/{made.Json.GetProperty("id").GetString()}", Host.Token(), null);
        Assert.Equal(204, gone.Status);

        Host.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(await DispatchAsync(room));
        Assert.Single(Receiver.All);
    }

    private static string SignatureOf(Received received, string secret)
    {
        var signed = Encoding.UTF8.GetBytes($"{received.Headers["webhook-id"]}.{received.Headers["webhook-timestamp"]}.")
            .Concat(received.Body).ToArray();
        return "v1," + Convert.ToBase64String(
            HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
    }
}

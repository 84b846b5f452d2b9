using System.Text;
using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Platform;

public sealed class BadInputTests : HostedTests
{
    [Theory]
    [InlineData("not json", 400, ProblemCodes.InvalidJson)]
    [InlineData("{\"customRoomId\":", 400, ProblemCodes.InvalidJson)]
    [InlineData("{} trailing", 400, ProblemCodes.InvalidJson)]
    [InlineData("null", 400, ProblemCodes.InvalidRequest)]
    [InlineData("[]", 400, ProblemCodes.InvalidRequest)]
    [InlineData("\"text\"", 400, ProblemCodes.InvalidRequest)]
    [InlineData("{\"customRoomId\":7}", 400, ProblemCodes.InvalidRequest)]
    [InlineData("{\"customRoomId\":\"\"}", 400, ProblemCodes.InvalidRequest)]
    [InlineData("{\"customRoomId\":\" padded \"}", 400, ProblemCodes.InvalidRequest)]
    [InlineData("{\"customRoomId\":\"\\ud800\"}", 400, ProblemCodes.InvalidRequest)]
    [InlineData("{\"customRoomId\":\"a/b\"}", 400, ProblemCodes.InvalidRequest)]
    [InlineData("{\"stagePolicy\":7}", 400, ProblemCodes.InvalidRequest)]
    [InlineData("{\"stagePolicy\":\"anarchy\"}", 400, ProblemCodes.InvalidRequest)]
    [InlineData("{\"allowedParticipantIds\":[null]}", 400, ProblemCodes.InvalidRequest)]
    [InlineData("{\"allowedParticipantIds\":[\"\"]}", 400, ProblemCodes.InvalidRequest)]
    public async Task A_body_that_is_wrong_is_named(string body, int status, string code) =>
        (await Host.PostAsync("/v2/rooms", Host.Token(), body)).AssertProblem(status, code);

    [Theory]
    [InlineData("{\"customRoomId\":\"?\"}")]
    [InlineData("{\"unknown member\":\"?\"}")]
    [InlineData("{\"?\":1}")]
    public async Task A_body_that_is_not_utf8_is_no_json_wherever_the_wrong_byte_is(string template)
    {
        using var body = new ByteArrayContent(Encoding.Latin1.GetBytes(template.Replace('?', '\u00FF')));
        body.Headers.ContentType = new("application/json");

        (await Host.SendAsync(HttpMethod.Post, "/v2/rooms", Host.Token(), body))
            .AssertProblem(400, ProblemCodes.InvalidJson);
    }

    [Theory]
    [InlineData("{\"metadata\":[]}")]
    [InlineData("{\"metadata\":\"x\"}")]
    [InlineData("{\"metadata\":{\"a\":\"\\ud800\"}}")]
    [InlineData("{\"metadata\":{\"\\udc00\":1}}")]
    [InlineData("{\"metadata\":{\"a\":[\"\\udc00\\ud800\"]}}")]
    [InlineData("{\"metadata\":{\"1\":[[[[[[[[]]]]]]]]}}")]
    [InlineData("{\"displayName\":\"\\ud800\"}")]
    [InlineData("{\"displayName\":\"a\\u0000b\"}")]
    [InlineData("{\"mode\":\"BROADCAST\"}")]
    [InlineData("{\"mode\":2}")]
    [InlineData("{\"sdk\":{\"type\":\"\",\"version\":\"1\"}}")]
    [InlineData("{\"sdk\":{\"type\":\"web\"}}")]
    [InlineData("{\"sdk\":{\"type\":\"web\",\"version\":\"a\\u0000\"}}")]
    [InlineData("{\"sdk\":{\"type\":\"web\",\"version\":\"123456789012345678901234567890123\"}}")]
    [InlineData("{\"publish\":[null]}")]
    [InlineData("{\"publish\":[{\"mid\":\"\",\"source\":\"camera\"}]}")]
    [InlineData("{\"publish\":[{\"mid\":\"0\"}]}")]
    [InlineData("{\"publish\":[{\"mid\":\"0\",\"source\":\"camera\"},{\"mid\":\"0\",\"source\":\"microphone\"}]}")]
    [InlineData("{\"publish\":[{\"mid\":\"0\",\"source\":\"camera\"},{\"mid\":\"1\",\"source\":\"camera\"}]}")]
    [InlineData("{\"offer\":\"v=0\",\"mode\":\"RECV_ONLY\",\"publish\":[{\"mid\":\"0\",\"source\":\"camera\"}]}")]
    public async Task A_join_that_is_wrong_is_named_and_reaches_no_worker(string body)
    {
        var room = await Host.CreateRoomAsync();

        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/join", Host.Token(), body))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
        Assert.Empty(Worker.Transports);
    }

    [Fact]
    public async Task Names_have_100_characters_and_metadata_4_KiB()
    {
        var room = await Host.CreateRoomAsync();
        var fits = new string('x', 4096 - """{"a":""}""".Length);

        await Host.JoinAsync(room.RoomId, Host.Token(), Join(new string('n', 100), $$"""{"a":"{{fits}}"}"""));
        (await Host.TryJoinAsync(room.RoomId, Host.Token(), Join(new string('n', 101), "{}")))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
        (await Host.TryJoinAsync(room.RoomId, Host.Token(), Join("n", $$"""{"a":"{{fits}}x"}""")))
            .AssertProblem(400, ProblemCodes.InvalidRequest);

        static JoinRequest Join(string name, string metadata) => new()
        {
            Offer = "v=0\r\n",
            DisplayName = name,
            Metadata = JsonDocument.Parse(metadata).RootElement,
        };
    }

    [Fact]
    public async Task Metadata_has_eight_levels_and_any_character()
    {
        var room = await Host.CreateRoomAsync();

        var joined = await Host.PostAsync(
            $"/v2/rooms/{room.RoomId}/join", Host.Token(),
            """{"offer":"v=0","metadata":{"1":[[[[[[["\ud83d\ude00"]]]]]]]}}""");

        Assert.Equal(200, joined.Status);
        Assert.Single(Worker.Transports);
    }

    [Fact]
    public async Task Metadata_of_the_token_follows_the_same_rules()
    {
        var room = await Host.CreateRoomAsync();
        var deep = Host.Token(claims => claims["metadata"] =
            System.Text.Json.Nodes.JsonNode.Parse("""{"1":[[[[[[[[]]]]]]]]}"""));

        (await Host.TryJoinAsync(room.RoomId, deep)).AssertProblem(400, ProblemCodes.InvalidRequest);
        Assert.Empty(Worker.Transports);
    }

    [Fact]
    public async Task An_offer_is_needed_for_media()
    {
        var room = await Host.CreateRoomAsync();

        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/join", Host.Token(), "{}"))
            .AssertProblem(400, ProblemCodes.OfferMissing);
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/join", Host.Token(), null))
            .AssertProblem(400, ProblemCodes.OfferMissing);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_256_KiB_is_refused_whether_its_length_is_announced_or_not(bool announced)
    {
        var bytes = Encoding.UTF8.GetBytes($$"""{"customRoomId":"{{new string('x', 256 * 1024)}}"}""");
        using HttpContent content = announced
            ? new ByteArrayContent(bytes)
            : new StreamContent(new UnsizedStream(bytes));
        content.Headers.ContentType = new("application/json");

        (await Host.SendAsync(HttpMethod.Post, "/v2/rooms", Host.Token(), content))
            .AssertProblem(413, ProblemCodes.BodyTooLarge);
    }

    [Fact]
    public async Task A_body_of_exactly_256_KiB_is_read()
    {
        var frame = """{"region":""}""".Length;
        var body = $$"""{"region":"{{new string('x', (256 * 1024) - frame)}}"}""";

        Assert.Equal(200, (await Host.PostAsync("/v2/rooms", Host.Token(), body)).Status);
    }

    [Fact]
    public async Task A_form_is_no_json()
    {
        using var form = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded");

        (await Host.SendAsync(HttpMethod.Post, "/v2/rooms", Host.Token(), form))
            .AssertProblem(415, ProblemCodes.UnsupportedMediaType);
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        var body = string.Concat(new string('[', 10_000), new string(']', 10_000));

        (await Host.PostAsync("/v2/rooms", Host.Token(), $$"""{"x":{{body}}}"""))
            .AssertProblem(400, ProblemCodes.InvalidJson);
    }

    [Theory]
    [InlineData("GET", "/v2/nothing", 404, ProblemCodes.NotFound)]
    [InlineData("GET", "/v2", 404, ProblemCodes.NotFound)]
    [InlineData("POST", "/internal/nothing", 404, ProblemCodes.NotFound)]
    [InlineData("DELETE", "/v2/rooms", 405, ProblemCodes.MethodNotAllowed)]
    [InlineData("DELETE", "/v2/sessions/end", 405, ProblemCodes.MethodNotAllowed)]
    public async Task An_address_or_method_that_is_not_there_is_a_problem_too(
        string method, string path, int status, string code) =>
        (await Host.SendAsync(new HttpMethod(method), path, null, null)).AssertProblem(status, code);

    [Fact]
    public async Task A_bug_is_internal_and_tells_nothing()
    {
        var room = await Host.CreateRoomAsync();
        Worker.OnTransport = _ => Host.Service<Serverless.Functions.Storage.ITableStore>() is IAsyncDisposable store
            ? store.DisposeAsync().AsTask()
            : throw new InvalidOperationException();

        var reply = await Host.TryJoinAsync(room.RoomId, Host.Token());

        reply.AssertProblem(500, ProblemCodes.Internal);
        Assert.DoesNotContain("Channel", reply.Text, StringComparison.Ordinal);
        Assert.Contains(Host.Logs.Lines, line => line.Contains("unexpected error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..%2F..%2Fetc")]
    [InlineData("a%23b%3Fc")]
    [InlineData("%F0%9F%98%80")]
    public async Task A_strange_room_id_is_a_room_that_does_not_exist(string id)
    {
        (await Host.GetAsync($"/v2/rooms/{id}", Host.Token())).AssertProblem(404, ProblemCodes.RoomNotFound);
        (await Host.TryJoinAsync(id, Host.Token())).AssertProblem(404, ProblemCodes.RoomNotFound);
    }

    [Fact]
    public async Task A_page_of_any_origin_may_call()
    {
        var preflight = await Host.SendAsync(
            HttpMethod.Options, "/v2/rooms/x/join", null, null,
            ("Origin", "https://shop.example"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type"));
        var refused = await Host.SendAsync(
            HttpMethod.Post, "/v2/rooms", null, null, ("Origin", "https://shop.example"));

        Assert.Equal(204, preflight.Status);
        Assert.Equal("*", preflight.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains(
            "authorization",
            preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(),
            StringComparison.OrdinalIgnoreCase);
        refused.AssertProblem(401, ProblemCodes.TokenMissing);
        Assert.Equal("*", refused.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Health_answers_without_a_token() =>
        Assert.Equal(200, (await Host.GetAsync("/v2/health")).Status);

    private sealed class UnsizedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

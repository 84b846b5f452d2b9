using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Tests.Webhooks;

public sealed class CompactJsonTests
{
    private static readonly WebhookEvent Joined = new()
    {
        Id = "msg_1",
        Type = EventNames.ParticipantJoined,
        At = DateTimeOffset.UnixEpoch,
        TenantId = "t",
        RoomId = "room",
        SessionId = "session",
        ParticipantId = "p",
    };

    [Fact]
    public void Every_name_reads_back() => Gen.String[Gen.Char, 0, 50].Sample(name =>
    {
        var body = WebhookBody.Of(Joined with { ParticipantName = name }, 7);

        using var json = JsonDocument.Parse(body);
        var read = json.RootElement.GetProperty("data").GetProperty("participantName");
        // A lone surrogate is an escape that .NET reads but does not turn into text.
        Assert.True(name.Any(char.IsSurrogate) || read.GetString() == name);
    });

    [Fact]
    public async Task JavaScript_writes_what_it_parsed_just_as_it_came()
    {
        var names = Enumerable.Range(0, 0x10000).Select(c => (char)c).Chunk(64).Select(chunk => new string(chunk))
            .Concat(["😀", "a\ud83d", "\ude00\ud83d", "👩‍👩‍👧", "\u2028\u2029", "<script>&'+", "é\"\\/"]);
        var lines = names.Select(name => WebhookBody.Of(Joined with { ParticipantName = name }, 7)).ToList();
        const string Script = """
            const lines = require('fs').readFileSync(0, 'utf8').split('\n');
            process.stdout.write(lines.map(line => JSON.stringify(JSON.parse(line))).join('\n'));
            """;
        using var node = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList = { "-e", Script },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var output = node.StandardOutput.ReadToEndAsync();
        await node.StandardInput.WriteAsync(string.Join('\n', lines));
        node.StandardInput.Close();

        Assert.Equal(lines, (await output).Split('\n'));
    }
}

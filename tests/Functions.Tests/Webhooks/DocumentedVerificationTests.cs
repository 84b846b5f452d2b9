using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Tests.Webhooks;

/// <summary>What docs/webhooks.md tells servers to do holds for what really arrives, and for nothing else.</summary>
public sealed class DocumentedVerificationTests : HookedTests
{
    [Fact]
    public async Task The_sample_takes_what_we_send_and_refuses_what_was_changed()
    {
        var room = await CreateRoomAsync("\"participant-joined\"");
        await JoinAsync(room, "änn \"😀\" <&>");
        await Receiver.ArrivedAsync(1);
        var received = Receiver.Taken[0];
        var secret = (await Host.GetAsync("/v2/webhooks/secret", Host.Token())).Json.GetProperty("secret").GetString();
        var publicKey = (await Host.GetAsync("/v2/public/rsa-public-key")).Json.GetProperty("publicKey").GetString();
        var given = JsonSerializer.Serialize(new
        {
            headers = received.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value),
            body = Encoding.UTF8.GetString(received.Body),
            secret,
            publicKey,
            now = Host.Time.GetUtcNow().ToUnixTimeSeconds(),
        });

        var verdict = await NodeAsync(
            Sample() + """
            const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
            const { headers, body, secret, publicKey, now } = given;
            const changed = body.replace('nn', 'nne');
            process.stdout.write(JSON.stringify([
              isGenuine(headers, body, secret, now), isSigned(headers, body, publicKey),
              isGenuine(headers, changed, secret, now), isSigned(headers, changed, publicKey),
              isGenuine(headers, body, secret, now + 301), isGenuine({ ...headers, 'webhook-id': 'msg_x' }, body, secret, now),
            ]));
            """,
            given);

        Assert.Equal("[true,true,false,false,false,false]", verdict);
    }

    [Fact]
    public async Task The_CSharp_sample_takes_what_we_send_and_refuses_what_was_changed()
    {
        var room = await CreateRoomAsync("\"participant-joined\"");
        await JoinAsync(room, "ann");
        await Receiver.ArrivedAsync(1);
        var received = Receiver.Taken[0];
        var secret = (await Host.GetAsync("/v2/webhooks/secret", Host.Token())).Json.GetProperty("secret").GetString()!;
        var headers = new HeaderDictionary();
        foreach (var header in received.Headers)
        {
            headers[header.Key] = header.Value;
        }

        var now = Host.Time.GetUtcNow();
        Assert.True(CSharpSample.Verify(headers, received.Body, secret, now));
        Assert.False(CSharpSample.Verify(headers, [.. received.Body, 0x20], secret, now));
        Assert.False(CSharpSample.Verify(headers, received.Body, secret, now.AddSeconds(301)));
        headers["webhook-id"] = "msg_x";
        Assert.False(CSharpSample.Verify(headers, received.Body, secret, now));
    }

    [Fact]
    public void The_CSharp_sample_that_is_tested_is_the_one_in_the_document()
    {
        var source = File.ReadAllText(Find("tests/Functions.Tests/Webhooks/CSharpSample.cs"));
        var begin = source.IndexOf("// The sample begins.", StringComparison.Ordinal) + "// The sample begins.".Length;
        var sample = source[begin..source.IndexOf("// The sample ends.", StringComparison.Ordinal)];

        Assert.Equal(Lines(Sample("csharp")), Lines(sample));

        static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
    }

    private static async Task<string> NodeAsync(string script, string input)
    {
        using var node = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList = { "-e", script },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
        })!;
        var output = node.StandardOutput.ReadToEndAsync();
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        return await output;
    }

    private static string Sample(string language = "js")
    {
        var start = $"```{language}\n";
        var text = File.ReadAllText(Find("docs/webhooks.md"));
        var begin = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[begin..text.IndexOf("```", begin, StringComparison.Ordinal)];
    }

    private static string Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, path);
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException($"{path} is above none of the test's folders.");
    }
}

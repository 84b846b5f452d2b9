using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Serverless.Functions.Tests.Webhooks;

/// <summary>What docs/webhooks.md tells Node.js servers to do holds for what really arrives, and for nothing else.</summary>
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

    private static string Sample()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "docs", "webhooks.md");
            if (File.Exists(file))
            {
                const string Start = "```js\n";
                var text = File.ReadAllText(file);
                var begin = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
                return text[begin..text.IndexOf("```", begin, StringComparison.Ordinal)];
            }
        }

        throw new FileNotFoundException("docs/webhooks.md is above none of the test's folders.");
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Routes;

/// <summary>Whatever comes in, the answer is the caller's mistake or the caller's answer, never ours.</summary>
public sealed partial class RouteFuzzTests : HostedTests
{
    private const int Bodies = 60;
    private const int Addresses = 30;

    private static readonly string[] Names =
    [
        "page", "perPage", "query", "status", "startDate", "endDate", "roomId", "customRoomId", "participantId", "after", "limit",
        "tail", "session", "from", "to", "displayName", "remotePeerId", "useExistingPeer",
    ];

    public static TheoryData<int, string> Rows() => AuthorizationMatrixTests.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task No_body_and_no_address_is_our_mistake(int index, string route)
    {
        var row = RouteTable.Rows[index];
        var random = new RandomJson(seed: 20_261_122 + index);
        // The credential that gets farthest.
        var credential = Enum.GetValues<Credential>().MinBy(c => row.Expected[c] >= 400 ? row.Expected[c] : 0);
        var scene = await Scene.SetAsync(Host);
        var bearer = scene.Bearer(credential);
        for (var i = 0; i < Bodies && row.Body is not null; i++)
        {
            var body = row.Body(scene, bearer);
            var text = row.ContentType == "application/json" ? random.Mutate(body) : Cut(body, random);
            await SendAsync(row, row.Path(scene), bearer, text, route);
        }

        for (var i = 0; i < Addresses; i++)
        {
            await SendAsync(row, Address(row.Path(scene), random), bearer, row.Body?.Invoke(scene, bearer), route);
        }
    }

    private async Task SendAsync(RouteRow row, string path, string? bearer, string? body, string route)
    {
        var content = body is null
            ? null
            : new StringContent(body, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(row.ContentType) } };
        var reply = await Host.SendAsync(row.Verb, path, bearer, content);
        Assert.True(
            reply.Status is < 500 or 501 or 503,
            $"{route}: {reply.Status} {reply.Text} for {path} {body}\n{string.Join('\n', Host.Logs.Lines.TakeLast(3))}");
    }

    /// <summary>One segment or one value replaced, another value added.</summary>
    private static string Address(string path, RandomJson random)
    {
        var (address, query) = path.Split('?', 2) is [var left, var right] ? (left, right) : (path, "");
        var segments = address.Split('/');
        if (segments.Length > 2 && random.Next(2) == 0)
        {
            // The root stays: what is behind it is fuzzed.
            segments[random.Next(segments.Length - 2) + 2] = Uri.EscapeDataString(random.Text());
        }
        else
        {
            query = Value().Replace(query, _ => $"={Uri.EscapeDataString(random.Text())}");
        }

        var name = Names[random.Next(Names.Length)];
        return $"{string.Join('/', segments)}?{query}&{name}={Uri.EscapeDataString(random.Text())}";
    }

    private static string Cut(string text, RandomJson random) =>
        string.Concat(text.AsSpan(0, random.Next(text.Length)), random.Text(), text.AsSpan(random.Next(text.Length)));

    [GeneratedRegex("=[^&]*")]
    private static partial Regex Value();
}

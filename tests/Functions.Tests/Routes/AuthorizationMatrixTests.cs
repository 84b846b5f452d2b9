using System.Net.Http.Headers;
using System.Text;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Routes;

public sealed class AuthorizationMatrixTests : HostedTests
{
    public static TheoryData<int, string> Rows()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < RouteTable.Rows.Count; i++)
        {
            data.Add(i, RouteTable.Rows[i].Route);
        }

        return data;
    }

    [Fact]
    public void Every_route_has_a_row_and_every_row_a_route() => Assert.Equal(
        Host.Routes().Order(), RouteTable.Rows.Select(row => row.Route).Distinct().Order());

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_credential_gets_what_it_may(int index, string route)
    {
        var row = RouteTable.Rows[index];
        var wrong = new List<string>();
        var scene = await Scene.SetAsync(Host);
        foreach (var credential in Enum.GetValues<Credential>())
        {
            var reply = await CallAsync(row, scene, scene.Bearer(credential));
            if (reply.Status != row.Expected[credential])
            {
                wrong.Add($"{credential}: expected {row.Expected[credential]}, got {reply.Status} {reply.Text}");
            }
            else if (reply.Status is >= 400 and not 501)
            {
                Assert.Equal("application/problem+json", reply.MediaType);
            }

            // What a call that is allowed changes must not decide the next one.
            if (reply.Status < 400)
            {
                await Host.ReportAsync("w1", Worker.Url);
                scene = await Scene.SetAsync(Host);
            }
        }

        Assert.True(wrong.Count == 0, $"{route}\n{string.Join('\n', wrong)}");
    }

    private Task<Reply> CallAsync(RouteRow row, Scene scene, string? bearer)
    {
        var body = row.Body?.Invoke(scene, bearer) is { } text
            ? new StringContent(text, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(row.ContentType) } }
            : null;
        return Host.SendAsync(row.Verb, row.Path(scene), bearer, body);
    }
}

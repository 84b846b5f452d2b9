using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Sessions;

public sealed class UserAgentTests : HostedTests
{
    private const string Chrome =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

    [Theory]
    [InlineData(Chrome, "Chrome", "156", "macOS", "desktop")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0", "Microsoft Edge", "156", "Windows", "desktop")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "140", "Linux", "desktop")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari", "18", "iOS", "mobile")]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1", "Chrome", "156", "iOS", "tablet")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "Samsung Internet for Android", "28", "Android", "mobile")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Chrome", "130", "Android", "tablet")]
    [InlineData("Firefox/99999999999999999999", "Firefox", null, null, "desktop")]
    public void Families_are_read_from_the_header(string header, string browser, string? version, string? system, string type)
    {
        var agent = UserAgentHeader.Read(header)!.BrowserUserAgent;

        Assert.Equal((browser, version, system, type), (agent.Browser.Name, agent.Browser.Version, agent.Os.Name, agent.Platform.Type));
    }

    [Theory]
    [InlineData("")]
    [InlineData("curl/8.5.0")]
    public void Of_what_is_no_browser_nothing_is_known(string header) => Assert.Null(UserAgentHeader.Read(header));

    [Fact]
    public void A_header_without_end_is_not_read() => Assert.Null(UserAgentHeader.Read(Chrome + new string('x', 1000)));

    [Fact]
    public async Task A_participant_is_shown_with_the_browser_it_joined_with()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.JoinToken(claims => claims["participantId"] = "ann");
        var reply = await Host.SendAsync(
            HttpMethod.Post, $"/v2/rooms/{room.RoomId}/join", token, FunctionsHost.Json("""{"mode":"SIGNALLING_ONLY","sdk":{"type":"web","version":"0.1.0"}}"""), ("User-Agent", Chrome));
        var session = reply.Read(RestJson.Default.JoinResponse).Session.SessionId;

        var person = (await Host.GetAsync($"/v2/sessions/{session}/participants/ann", Host.Token())).Read(BackEndJson.Default.SessionParticipant);
        var stats = (await Host.GetAsync($"/v2/sessions/{session}/participant/ann/stats", Host.Token())).Read(BackEndJson.Default.ParticipantStatsResponse);

        Assert.Equal(("desktop", "macOS"), (person.DeviceInfo.Platform, person.DeviceInfo.BrowserUserAgent.Os.Name));
        Assert.Empty(person.Events.Webcam);
        Assert.Equal(("Chrome", "156"), (stats.DeviceInfo.Name, stats.DeviceInfo.Version));
        Assert.Equal(("web", "0.1.0"), (person.DeviceInfo.SdkType, person.DeviceInfo.SdkVersion));
        Assert.Equal(("web", "0.1.0"), (stats.SdkInfo.Name, stats.SdkInfo.Version));
    }
}

using Serverless.CustomHandler.Tests.Host;

namespace Serverless.CustomHandler.Tests;

/// <summary>What the host refuses, so that the tests of the published app mean something.</summary>
public sealed class HostRulesTests : IDisposable
{
    private const string GoodHost = """
        { "version": "2.0", "extensions": { "http": { "routePrefix": "" } }, "functionTimeout": "00:05:00",
          "customHandler": { "description": { "defaultExecutablePath": "handler" }, "enableProxyingHttpRequest": true } }
        """;

    private const string GoodHttp = """
        { "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "anonymous",
          "route": "v2/{*path}", "methods": ["get"] }, { "type": "http", "direction": "out", "name": "res" } ] }
        """;

    private const string GoodTimer = """
        { "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "*/30 * * * * *" } ] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("rules-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_good_app_is_taken()
    {
        Write(GoodHost, ("v2", GoodHttp), ("sweep", GoodTimer));

        var app = FunctionsApp.Load(_folder);

        Assert.Equal(["sweep", "v2"], app.Functions.Select(function => function.Name));
    }

    [Theory]
    [InlineData("\"version\": \"2.0\"", "\"version\": \"1.0\"", "version")]
    [InlineData("enableProxyingHttpRequest", "enableHttpProxyingRequest", "enableHttpProxyingRequest")]
    [InlineData("\"enableProxyingHttpRequest\": true", "\"enableForwardingHttpRequest\": true", "enableProxyingHttpRequest")]
    [InlineData("\"defaultExecutablePath\": \"handler\"", "\"defaultExecutablePath\": \"absent\"", "defaultExecutablePath")]
    [InlineData("defaultExecutablePath", "executablePath", "executablePath")]
    [InlineData("00:05:00", "5 minutes", "functionTimeout")]
    [InlineData("\"enableProxying", "\"http\": { \"routes\": [] }, \"enableProxying", "exclude each other")]
    public void A_wrong_host_json_is_refused(string good, string bad, string reason) =>
        Refused(reason, GoodHost.Replace(good, bad, StringComparison.Ordinal), ("v2", GoodHttp));

    [Theory]
    [InlineData("v2/{*path}", "{*path}", "covers every path")]
    [InlineData("v2/{*path}", "admin/{*path}", "the host's own")]
    [InlineData("v2/{*path}", "Runtime/x", "the host's own")]
    [InlineData("anonymous", "function", "function key")]
    [InlineData("\"type\": \"http\"", "\"type\": \"queue\"", "would not be proxied")]
    [InlineData("\"name\": \"req\"", "\"name\": \"\"", "no name")]
    [InlineData("httpTrigger", "queueTrigger", "extensionBundle")]
    [InlineData("httpTrigger", "table", "0 triggers")]
    public void A_wrong_http_function_is_refused(string good, string bad, string reason) =>
        Refused(reason, GoodHost, ("v2", GoodHttp.Replace(good, bad, StringComparison.Ordinal)));

    [Theory]
    [InlineData("*/30 * * * *")]
    [InlineData("every 30 seconds or so please now")]
    public void A_wrong_schedule_is_refused(string schedule) => Refused(
        "six fields", GoodHost, ("sweep", GoodTimer.Replace("*/30 * * * * *", schedule, StringComparison.Ordinal)));

    [Fact]
    public void Two_functions_with_one_route_are_refused() =>
        Refused("Several functions", GoodHost, ("a", GoodHttp), ("b", GoodHttp));

    [Fact]
    public void An_app_without_functions_is_refused() => Refused("no function", GoodHost);

    [Fact]
    public void A_wrong_name_is_refused() => Refused("not a name", GoodHost, ("2v", GoodHttp));

    [Fact]
    public void A_file_that_lost_its_mode_is_refused()
    {
        Write(GoodHost, ("v2", GoodHttp));
        File.SetUnixFileMode(Path.Combine(_folder, "handler"), UnixFileMode.UserRead);

        var refusal = Assert.Throws<HostRefusalException>(() => FunctionsApp.Load(_folder));

        Assert.Contains("executed", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_developers_settings_are_refused()
    {
        Write(GoodHost, ("v2", GoodHttp));
        File.WriteAllText(Path.Combine(_folder, "local.settings.json"), "{}");

        Assert.Throws<HostRefusalException>(() => FunctionsApp.Load(_folder));
    }

    private void Refused(string reason, string host, params (string Name, string Json)[] functions)
    {
        Write(host, functions);

        var refusal = Assert.Throws<HostRefusalException>(() => FunctionsApp.Load(_folder));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private void Write(string host, params (string Name, string Json)[] functions)
    {
        File.WriteAllText(Path.Combine(_folder, "host.json"), host);
        var handler = Path.Combine(_folder, "handler");
        File.WriteAllText(handler, string.Empty);
        File.SetUnixFileMode(handler, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var (name, json) in functions)
        {
            File.WriteAllText(
                Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, "function.json"), json);
        }
    }
}

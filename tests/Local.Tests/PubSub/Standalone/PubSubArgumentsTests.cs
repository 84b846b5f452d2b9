using Serverless.Local.PubSub;
using Serverless.Local.PubSub.Standalone;

namespace Serverless.Local.Tests.PubSub.Standalone;

public sealed class PubSubArgumentsTests
{
    [Fact]
    public void Without_arguments_it_is_like_the_official_emulator()
    {
        var arguments = PubSubArguments.Parse([]);

        Assert.Equal(PubSubEmulatorOptions.DefaultEndpoint, $"http://localhost:{arguments.Port}");
        Assert.Equal("127.0.0.1", arguments.Host);
        Assert.Equal(PubSubEmulatorOptions.DefaultAccessKey, arguments.Options.AccessKey);
    }

    [Fact]
    public void Options_are_read()
    {
        var key = new string('k', 32);

        var arguments = PubSubArguments.Parse(
            ["--port", "0", "--host", "::1", "--key", key, "--secondary-key", key, "--entra", "--retention", "5"]);

        Assert.Equal((0, "::1"), (arguments.Port, arguments.Host));
        var options = arguments.Options;
        Assert.Equal((key, key, true), (options.AccessKey, options.SecondaryAccessKey, options.TrustsEntraTokens));
        Assert.Equal(TimeSpan.FromSeconds(5), options.Retention);
    }

    [Fact]
    public void A_handler_takes_all_events_of_its_hub()
    {
        var arguments = PubSubArguments.Parse(["--handler", "Chat=http://localhost:5000/{event}?code=a=b"]);

        var (hub, handlers) = Assert.Single(arguments.Options.EventHandlers);
        Assert.Equal("chat", hub);
        var handler = Assert.Single(handlers);
        Assert.Equal("http://localhost:5000/{event}?code=a=b", handler.UrlTemplate);
        Assert.Equal(["connect", "connected", "disconnected"], handler.SystemEvents);
        Assert.Equal("*", handler.EventPattern);
    }

    [Fact]
    public void The_official_emulators_settings_are_read()
    {
        const string Settings = """
            { "WebPubSub": { "Hubs": { "chat": { "EventHandlers": [
              { "UrlTemplate": "http://localhost/a", "EventPattern": "a, b" },
              { "UrlTemplate": "http://localhost/b", "SystemEvents": ["connect"] } ] } } } }
            """;
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Settings);

            var handlers = PubSubArguments.Parse(["--settings", file]).Options.EventHandlers["chat"];

            Assert.Equal(["http://localhost/a", "http://localhost/b"], handlers.Select(handler => handler.UrlTemplate));
            Assert.True(handlers[0].WantsUser("B") && !handlers[0].WantsUser("c") && !handlers[0].WantsSystem("connect"));
            Assert.True(handlers[1].WantsSystem("Connect") && !handlers[1].WantsUser("a"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--port")]
    [InlineData("--port", "65536")]
    [InlineData("--handler", "chat")]
    [InlineData("--handler", "no-hyphen=http://localhost")]
    [InlineData("--handler", "chat=localhost")]
    [InlineData("--settings", "/no/such/file")]
    public void What_is_wrong_is_said(params string[] arguments) =>
        Assert.NotEmpty(Assert.Throws<FormatException>(() => PubSubArguments.Parse(arguments)).Message);
}

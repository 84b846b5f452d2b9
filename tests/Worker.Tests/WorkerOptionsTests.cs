using System.Net;
using Microsoft.Extensions.Configuration;

namespace Serverless.Worker.Tests;

public sealed class WorkerOptionsTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Worker:InternalUrl"] = "http://10.0.0.5:8082",
        ["Worker:FunctionsUrl"] = "http://functions.internal",
        ["Worker:WorkerKey"] = new string('k', 32),
        ["Worker:AdvertisedAddresses"] = "10.0.0.5, 2001:db8::1",
        ["Worker:Capacity"] = "700",
    };

    [Fact]
    public void Options_are_read_from_configuration_with_defaults()
    {
        var options = Read(Good);
        options.Validate();
        Assert.Equal([IPAddress.Parse("10.0.0.5"), IPAddress.Parse("2001:db8::1")], options.AdvertisedAddresses);
        Assert.Equal((700, 40000, IPAddress.Any), (options.Capacity, options.BaseUdpPort, options.UdpBindAddress));
        Assert.NotEmpty(options.WorkerId);
    }

    [Theory]
    [InlineData("WorkerKey", null, "Worker__WorkerKey is not set")]
    [InlineData("FunctionsUrl", "functions", "Worker__FunctionsUrl is no absolute address")]
    [InlineData("AdvertisedAddresses", "10.0.0.5,here", "'here', which is no IP address")]
    [InlineData("Shards", "many", "Worker__Shards is no number")]
    [InlineData("WorkerKey", "short", "at least 32 bytes")]
    [InlineData("FunctionsUrl", "ftp://x", "FunctionsUrl must be")]
    [InlineData("AdvertisedAddresses", "0.0.0.0", "not 0.0.0.0")]
    [InlineData("Shards", "0", "Shards must be")]
    [InlineData("BaseUdpPort", "65500", "BaseUdpPort must be")]
    [InlineData("Capacity", "0", "Capacity must be")]
    public void What_is_wrong_is_named(string name, string? value, string message)
    {
        var wrong = new Dictionary<string, string?>(Good) { [$"Worker:{name}"] = value };
        var failure = Assert.Throws<ArgumentException>(() => Read(wrong).Validate());
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static WorkerOptions Read(Dictionary<string, string?> values) =>
        WorkerConfig.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
}

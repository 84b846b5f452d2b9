using Serverless.Functions.PubSub;

namespace Serverless.Functions.Tests.PubSub;

public sealed class PubSubConnectionStringTests
{
    private const string Key = "secret-0123456789-0123456789-0123456789==";

    [Theory]
    [InlineData("Endpoint=https://x.azure.com;AccessKey=" + Key + ";Version=1.0;", "https://x.azure.com/")]
    [InlineData("endpoint=http://localhost;accesskey=" + Key + ";port=8080", "http://localhost:8080/")]
    [InlineData("Endpoint=http://localhost:8080/;AccessKey=" + Key, "http://localhost:8080/")]
    public void Reads_endpoint_and_key(string text, string endpoint)
    {
        var parsed = PubSubConnectionString.Parse(text);

        Assert.Equal(endpoint, parsed.Endpoint.AbsoluteUri);
        Assert.Equal(Key, parsed.AccessKey);
        Assert.DoesNotContain(Key, parsed.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Key)]
    [InlineData("AccessKey=" + Key)]
    [InlineData("Endpoint=https://x")]
    [InlineData("Endpoint=ftp://x;AccessKey=" + Key)]
    [InlineData("Endpoint=https://x;AccessKey=" + Key + ";AccessKey=" + Key)]
    [InlineData("Endpoint=https://x;AccessKey=" + Key + ";Port=0")]
    [InlineData("Endpoint=https://x;AccessKey=" + Key + ";Port=65536")]
    [InlineData("Endpoint=https://x;AccessKey=" + Key + ";Version=2.0")]
    public void Refuses_what_is_wrong_without_telling_the_key(string text)
    {
        var error = Assert.Throws<FormatException>(() => PubSubConnectionString.Parse(text));

        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }
}

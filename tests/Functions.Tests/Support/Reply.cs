using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Serverless.Functions.Tests.Support;

/// <summary>What the control plane answered.</summary>
internal sealed record Reply(int Status, string Text, HttpResponseHeaders Headers, string? MediaType)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public T Read<T>(JsonTypeInfo<T> type)
    {
        Assert.True(Status is >= 200 and < 300, $"{Status}: {Text}");
        return JsonSerializer.Deserialize(Text, type)!;
    }

    /// <summary>Status and code, and that the body is a complete problem.</summary>
    public void AssertProblem(int status, string code)
    {
        Assert.Equal((status, code), (Status, Text.Length == 0 ? "" : Code));
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal($"urn:serverless-live:problem:{code}", Json.GetProperty("type").GetString());
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEqual("", Json.GetProperty("detail").GetString());
        Assert.Equal(Json.GetProperty("detail").GetString(), Json.GetProperty("message").GetString());
    }
}

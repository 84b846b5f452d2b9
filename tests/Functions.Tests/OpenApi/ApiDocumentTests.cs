using System.Text.Json;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Tests.Support.Contract;

namespace Serverless.Functions.Tests.OpenApi;

/// <summary>The document itself; that answers fit it, every other test checks in passing.</summary>
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Every_reference_leads_somewhere_and_every_operation_says_what_it_is()
    {
        await using var host = await FunctionsHost.StartAsync();
        var document = (await host.GetAsync("/v2/openapi.json")).Json;

        var schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (var reference in References(document))
        {
            Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference);
        }

        var tags = document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()).ToHashSet();
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value)))
            .ToList();
        Assert.All(operations, operation =>
        {
            Assert.True(operation.Value.TryGetProperty("summary", out _), operation.Name);
            Assert.Contains(operation.Value.GetProperty("tags")[0].GetString(), tags);
            Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), answer => answer.Name.StartsWith('2'));
        });
        var ids = operations.Select(operation => operation.Value.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Every_route_is_in_it_but_for_pages_and_triggers()
    {
        await using var host = await FunctionsHost.StartAsync();
        var document = (await host.GetAsync("/v2/openapi.json")).Json;
        var documented = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .ToHashSet();

        var missing = host.Routes().Where(route => !documented.Contains(route) && !IsLeftOut(route));

        Assert.Empty(missing);
    }

    [Fact]
    public async Task An_absent_member_is_not_called_null_but_a_written_null_is()
    {
        await using var host = await FunctionsHost.StartAsync();
        var schemas = (await host.GetAsync("/v2/openapi.json")).Json.GetProperty("components").GetProperty("schemas");

        Assert.Equal("string", Type("RoomResponse", "customRoomId").GetString());
        Assert.Contains(Type("SessionResponse", "end").EnumerateArray(), type => type.GetString() == "null");

        JsonElement Type(string schema, string member) =>
            schemas.GetProperty(schema).GetProperty("properties").GetProperty(member).GetProperty("type");
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        await using var host = await FunctionsHost.StartAsync();

        var page = await host.GetAsync("/v2/docs");

        Assert.Equal((200, "text/html"), (page.Status, page.MediaType));
        Assert.DoesNotContain("https://", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", page.Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", """{"a":"x"}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", "{}", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", """{"b":"x"}""", false)]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""", """{"b":1}""", true)]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""", """{"b":1.5}""", false)]
    [InlineData("""{"type":["null","string"]}""", "null", true)]
    [InlineData("""{"type":"string"}""", "null", false)]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-01-01T00:00:00Z\"", true)]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"yesterday\"", false)]
    [InlineData("""{"enum":["a","b"]}""", "\"b\"", true)]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", false)]
    [InlineData("""{"type":"array","items":{"type":"number"}}""", "[1,\"2\"]", false)]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"number"}]}""", "true", false)]
    [InlineData("{}", """{"anything":[1]}""", true)]
    [InlineData("""{"minimum":1}""", "2", false)]
    public void The_check_checks(string schema, string value, bool fits)
    {
        var (schemaJson, valueJson) = (JsonDocument.Parse(schema).RootElement, JsonDocument.Parse(value).RootElement);

        Assert.Equal(fits, new SchemaCheck(schemaJson).Check(schemaJson, valueJson) is null);
    }

    private static bool IsLeftOut(string route) =>
        route is "GET /v2/openapi.json" or "GET /v2/docs" or "POST /sweep"
        || route.StartsWith("OPTIONS ", StringComparison.Ordinal)
        // Not built: it says so.
        || route.StartsWith("* ", StringComparison.Ordinal);

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "$ref", Value.ValueKind: JsonValueKind.String }
                ? [member.Value.GetString()!]
                : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}

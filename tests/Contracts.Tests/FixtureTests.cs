using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Manage;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Tests;

/// <summary>contracts/fixtures are the wire: C# and TypeScript both read them, so neither can drift alone.</summary>
public sealed class FixtureTests
{
    private static readonly string Root = FindFixtures();

    private static readonly Dictionary<string, JsonSerializerContext> Contexts = new()
    {
        ["Tokens"] = TokensJson.Default,
        ["Signaling"] = SignalingJson.Default,
        ["Rest"] = RestJson.Default,
        ["BackEnd"] = BackEndJson.Default,
        ["Manage"] = ManageJson.Default,
        ["Internal"] = InternalJson.Default,
    };

    public static TheoryData<string> Fixtures()
    {
        var data = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories).Order())
        {
            data.Add(Path.GetRelativePath(Root, file));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_fixture_survives_the_round_trip(string fixture)
    {
        var text = File.ReadAllText(Path.Combine(Root, fixture));
        var type = TypeOf(fixture);

        var value = JsonSerializer.Deserialize(text, type);
        var written = JsonSerializer.Serialize(value, type);

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(written)),
            $"Expected {text}\nbut wrote {written}");
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_member_of_a_later_version_is_ignored(string fixture)
    {
        var node = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, fixture)))!.AsObject();
        node["fromTheFuture"] = 1;

        Assert.NotNull(JsonSerializer.Deserialize(node.ToJsonString(), TypeOf(fixture)));
    }

    [Fact]
    public void Every_message_has_a_fixture()
    {
        var have = Fixtures().Select(row => Path.ChangeExtension(row.Data, null)).ToList();
        var messages = new[] { typeof(ClientMessage), typeof(WorkerMessage), typeof(ControlCommand) }
            .SelectMany(type => type.GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false)
                .Cast<JsonDerivedTypeAttribute>()
                .Select(derived => $"{type.Namespace!.Split('.')[^1]}/{type.Name}.{derived.TypeDiscriminator}"));

        Assert.Empty(messages.Except(have));
    }

    private static JsonTypeInfo TypeOf(string fixture)
    {
        var area = fixture.Split('/')[0];
        var name = Path.GetFileName(fixture).Split('.')[0];
        var type = typeof(Ticket).Assembly.GetType($"Serverless.Contracts.{area}.{name}", throwOnError: true)!;
        return Contexts[area].GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not in the {area} context");
    }

    private static string FindFixtures()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "contracts", "fixtures");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("contracts/fixtures is above none of the test's folders.");
    }
}

using System.Text.Json.Serialization;

namespace Serverless.Local.PubSub.Upstream;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConnectQuestion))]
[JsonSerializable(typeof(ConnectAnswer))]
[JsonSerializable(typeof(EndedBody))]
internal sealed partial class UpstreamJson : JsonSerializerContext;

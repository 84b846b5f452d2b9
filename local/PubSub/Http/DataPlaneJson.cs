using System.Text.Json.Serialization;

namespace Serverless.Local.PubSub.Http;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServiceError.Body))]
[JsonSerializable(typeof(ClientToken))]
[JsonSerializable(typeof(GroupMemberPage))]
[JsonSerializable(typeof(GroupsBody))]
internal sealed partial class DataPlaneJson : JsonSerializerContext;

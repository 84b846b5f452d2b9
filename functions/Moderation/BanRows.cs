using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Moderation;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Ban))]
[JsonSerializable(typeof(TokenBan))]
[JsonSerializable(typeof(ShutOut))]
internal sealed partial class BanRows : JsonSerializerContext;

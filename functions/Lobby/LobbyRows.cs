using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Lobby;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LobbyEntry))]
[JsonSerializable(typeof(LobbyHead))]
internal sealed partial class LobbyRows : JsonSerializerContext;

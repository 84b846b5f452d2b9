using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Sessions;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Occupancy))]
[JsonSerializable(typeof(SessionRecord))]
[JsonSerializable(typeof(LiveRoom))]
[JsonSerializable(typeof(Participation))]
[JsonSerializable(typeof(Presence))]
internal sealed partial class SessionRows : JsonSerializerContext;

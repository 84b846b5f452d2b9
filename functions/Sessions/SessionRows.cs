using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Sessions;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Occupancy))]
[JsonSerializable(typeof(SessionRecord))]
[JsonSerializable(typeof(LiveMark))]
[JsonSerializable(typeof(Participation))]
[JsonSerializable(typeof(Presence))]
internal sealed partial class SessionRows : JsonSerializerContext;

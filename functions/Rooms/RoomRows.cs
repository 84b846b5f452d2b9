using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Rooms;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Room))]
[JsonSerializable(typeof(RoomName))]
[JsonSerializable(typeof(RoomListing))]
internal sealed partial class RoomRows : JsonSerializerContext;

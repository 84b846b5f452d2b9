using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Workers;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkerRecord))]
[JsonSerializable(typeof(WorkerRooms))]
[JsonSerializable(typeof(Demand))]
internal sealed partial class WorkerRows : JsonSerializerContext;

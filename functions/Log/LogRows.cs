using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Log;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LogHead))]
internal sealed partial class LogRows : JsonSerializerContext;

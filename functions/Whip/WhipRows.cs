using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Whip;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WhipSession))]
internal sealed partial class WhipRows : JsonSerializerContext;

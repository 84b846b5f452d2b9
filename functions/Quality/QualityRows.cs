using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Quality;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QualitySeries))]
internal sealed partial class QualityRows : JsonSerializerContext;

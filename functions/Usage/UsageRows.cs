using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Usage;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UsageRow))]
internal sealed partial class UsageRows : JsonSerializerContext;

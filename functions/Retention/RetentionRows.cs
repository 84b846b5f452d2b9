using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Retention;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Expiry))]
[JsonSerializable(typeof(ExpiryCursor))]
internal sealed partial class RetentionRows : JsonSerializerContext;

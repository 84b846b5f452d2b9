using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Tenants;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Tenant))]
[JsonSerializable(typeof(TenantKey))]
[JsonSerializable(typeof(DevelopmentTenant))]
internal sealed partial class TenantRows : JsonSerializerContext;

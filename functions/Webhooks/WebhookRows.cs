using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Webhooks;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(WebhookEvent))]
[JsonSerializable(typeof(WebhookHead))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(Circuit))]
[JsonSerializable(typeof(TenantWebhooks))]
[JsonSerializable(typeof(DueRoom))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(SigningSecret))]
[JsonSerializable(typeof(SigningKey))]
internal sealed partial class WebhookRows : JsonSerializerContext;

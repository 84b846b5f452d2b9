using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Invites;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Invite))]
internal sealed partial class InviteRows : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Worker.Rooms;

/// <summary>The data of a log entry of kind chat.</summary>
internal sealed record ChatData(string Text);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ChatData))]
internal sealed partial class ChatDataJson : JsonSerializerContext;

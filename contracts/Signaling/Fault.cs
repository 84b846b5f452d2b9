using System.Text.Json.Serialization;

namespace Serverless.Contracts.Signaling;

/// <summary>Who has to change something before an error goes away.</summary>
[JsonConverter(typeof(NamedEnumConverter<Fault>))]
public enum Fault
{
    /// <summary>The message was wrong or not allowed.</summary>
    [JsonStringEnumMemberName("caller")]
    Caller,

    /// <summary>The server or something behind it failed.</summary>
    [JsonStringEnumMemberName("server")]
    Server,
}

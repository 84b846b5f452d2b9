using System.Text.Json.Serialization;

namespace Serverless.Contracts.Signaling;

/// <summary>A person with <c>ask_join</c> in the lobby.</summary>
[JsonConverter(typeof(NamedEnumConverter<EntryState>))]
public enum EntryState
{
    [JsonStringEnumMemberName("requested")]
    Requested,

    [JsonStringEnumMemberName("allowed")]
    Allowed,

    [JsonStringEnumMemberName("denied")]
    Denied,
}

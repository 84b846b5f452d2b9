using System.Text.Json.Serialization;

namespace Serverless.Contracts.Rest;

[JsonConverter(typeof(NamedEnumConverter<InviteRole>))]
public enum InviteRole
{
    /// <summary>Watches.</summary>
    [JsonStringEnumMemberName("viewer")]
    Viewer,

    /// <summary>May publish.</summary>
    [JsonStringEnumMemberName("host")]
    Host,

    /// <summary>May publish, invite, admit, remove and end.</summary>
    [JsonStringEnumMemberName("moderator")]
    Moderator,

    /// <summary>Waits in the lobby until a moderator admits, then watches.</summary>
    [JsonStringEnumMemberName("guest")]
    Guest,
}

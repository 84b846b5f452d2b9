using System.Text.Json.Serialization;

namespace Serverless.Contracts.Rest;

[JsonConverter(typeof(NamedEnumConverter<StagePolicy>))]
public enum StagePolicy
{
    /// <summary>Moderators and those invited to the stage may publish.</summary>
    [JsonStringEnumMemberName("invited")]
    Invited,

    /// <summary>As in VideoSDK: whoever may join picks its own mode.</summary>
    [JsonStringEnumMemberName("open")]
    Open,
}

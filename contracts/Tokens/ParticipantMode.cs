using System.Text.Json.Serialization;

namespace Serverless.Contracts.Tokens;

/// <summary>What a participant does with media. The wire names are VideoSDK's.</summary>
[JsonConverter(typeof(NamedEnumConverter<ParticipantMode>))]
public enum ParticipantMode
{
    /// <summary>On the stage: publishes and receives.</summary>
    [JsonStringEnumMemberName("SEND_AND_RECV")]
    SendAndReceive,

    /// <summary>In the audience: receives only.</summary>
    [JsonStringEnumMemberName("RECV_ONLY")]
    ReceiveOnly,

    /// <summary>No media at all: chat and the room's feed.</summary>
    [JsonStringEnumMemberName("SIGNALLING_ONLY")]
    SignallingOnly,
}

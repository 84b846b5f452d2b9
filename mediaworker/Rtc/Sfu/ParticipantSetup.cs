using Serverless.Rtc.Ice;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Sfu;

/// <summary>A participant whose offer was answered.</summary>
/// <param name="RoomId">Its room.</param>
/// <param name="Key">Names the participation; a key that is there already gets a new transport, make before break.</param>
/// <param name="ParticipantId">Names the person; nobody receives their own tracks.</param>
/// <param name="Local">The ICE credentials of our answer.</param>
/// <param name="Negotiated">The outcome.</param>
/// <param name="Sources">What each publishing section carries, by MID; a section that is not named is not forwarded.</param>
public sealed record ParticipantSetup(
    string RoomId,
    string Key,
    string ParticipantId,
    IceCredentials Local,
    Negotiated Negotiated,
    IReadOnlyDictionary<string, MediaSource> Sources);

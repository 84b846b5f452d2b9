namespace Serverless.Rtc.Peer;

/// <summary>What a datagram carries, as far as a full queue must know: a lost picture is repaired, a gap in a voice is heard.</summary>
public enum SendPriority : byte
{
    Video,

    Audio,

    /// <summary>Checks, handshakes, feedback.</summary>
    Control,
}

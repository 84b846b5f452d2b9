namespace Serverless.Rtc.Sfu;

/// <summary>Why a slot with a track shows nothing of it.</summary>
public enum SlotHindrance
{
    None,

    /// <summary>The viewer did not negotiate the codec that the track is sent in.</summary>
    NoCommonCodec,

    /// <summary>The viewer's path has no room for it.</summary>
    Paused,
}

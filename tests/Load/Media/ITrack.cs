using Serverless.Rtc.Units;

namespace Serverless.Load.Media;

/// <summary>Something that a host publishes. Used by the host's thread only.</summary>
internal interface ITrack
{
    /// <summary>When <see cref="Send"/> wants to run next.</summary>
    Instant Next { get; }

    /// <summary>Sends what is due.</summary>
    void Send(Instant now, IMediaWay way);

    /// <summary>Nothing is due until <see cref="Resume"/>.</summary>
    void Pause();

    /// <summary>Goes on from now; what was not sent meanwhile was never recorded.</summary>
    void Resume(Instant now);

    /// <summary>The worker asked for a key frame of this stream; others' streams are ignored.</summary>
    void AskForKeyFrame(uint ssrc);
}

namespace Serverless.Rtc.Sfu;

/// <summary>What a published track is. A camera goes with the microphone, a screen with its audio.</summary>
public enum MediaSource
{
    Microphone,
    Camera,
    Screen,
    ScreenAudio,
}

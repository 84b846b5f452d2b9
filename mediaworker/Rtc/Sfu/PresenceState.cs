namespace Serverless.Rtc.Sfu;

internal enum PresenceState
{
    /// <summary>The handshake is not done.</summary>
    Connecting,

    Connected,

    /// <summary>Nothing heard for 5 s. It receives on, while its consent lasts; its tracks leave the slots.</summary>
    Silent,

    /// <summary>30 s, or closed.</summary>
    Gone,
}

namespace Serverless.Load.Peers;

/// <summary>How far a participant came.</summary>
internal enum PeerStage
{
    /// <summary>ICE or DTLS are not done.</summary>
    NotConnected,

    /// <summary>Connected, and nothing was received.</summary>
    Nothing,

    /// <summary>Packets, but no whole picture.</summary>
    NoPicture,

    /// <summary>A picture, or, where none is wanted, sound.</summary>
    Playing,
}

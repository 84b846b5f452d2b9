namespace Serverless.Rtc.Srtp;

/// <summary>What became of a received packet. Everything but <see cref="Ok"/> leaves the receiver's state as it was.</summary>
public enum SrtpResult
{
    Ok,

    /// <summary>Too short for header, tag and index.</summary>
    TooShort,

    /// <summary>Forged, damaged, under other keys, or SRTCP sent without encryption.</summary>
    AuthenticationFailed,

    /// <summary>Received before, or too old to tell.</summary>
    Replayed,

    /// <summary>A new SSRC on a transport that already has as many as it may.</summary>
    TooManySources,
}

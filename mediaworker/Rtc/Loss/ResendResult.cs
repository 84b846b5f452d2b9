namespace Serverless.Rtc.Loss;

/// <summary>Answer of a <see cref="RetransmitCache"/> to a request for a packet.</summary>
public enum ResendResult
{
    Found,

    /// <summary>Never stored, or pushed out.</summary>
    Missing,

    /// <summary>Too old to be of use.</summary>
    Expired,

    /// <summary>Resent less than a round trip ago: that copy is still on its way.</summary>
    TooSoon,
}

namespace Serverless.Rtc.Sdp;

/// <summary>What a section does, from the server's viewpoint.</summary>
public enum SectionDirection
{
    /// <summary>The client publishes.</summary>
    Receive,

    /// <summary>A slot that the server feeds.</summary>
    Send,

    /// <summary>Negotiated, but nothing flows.</summary>
    Inactive,
}

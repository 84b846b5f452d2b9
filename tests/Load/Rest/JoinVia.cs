namespace Serverless.Load.Rest;

/// <summary>How participants come in.</summary>
internal enum JoinVia
{
    /// <summary>POST /v2/rooms/{roomId}/join, as the SDK does.</summary>
    Join,

    /// <summary>WHIP for hosts (RFC 9725), WHEP for viewers, as foreign clients do.</summary>
    Whip,
}

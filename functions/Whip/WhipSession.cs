using Serverless.Contracts.Tokens;

namespace Serverless.Functions.Whip;

/// <summary>Row <c>session</c> in partition <c>{whipSessionId}</c> of table <c>whip</c>: the HTTP face of one join.</summary>
internal sealed record WhipSession
{
    /// <summary>Of the join; never given to the client, which has nothing to do with it.</summary>
    public required Ticket Ticket { get; init; }

    /// <summary>Names the ICE session, in quotes; new with every restart (RFC 9725 §4.3.1).</summary>
    public required string ETag { get; init; }

    /// <summary>The client's; a fragment with another one restarts ICE.</summary>
    public required string Ufrag { get; init; }

    /// <summary>The section of the offer that carries the bundle's transport: audio or video …</summary>
    public required string SectionKind { get; init; }

    /// <summary>… and its mid.</summary>
    public string? SectionMid { get; init; }
}

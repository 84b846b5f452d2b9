using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>The server's side of one transport.</summary>
public sealed record LocalDescription
{
    public required string Ufrag { get; init; }

    public required string Pwd { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    /// <summary>Advertised addresses, preferred first.</summary>
    public required IReadOnlyList<IceCandidate> Candidates { get; init; }

    public required string Cname { get; init; }

    /// <summary>
    /// For the <c>o=</c> line; must stay the same for the life of the connection, and fit 63 bits (RFC 9429 §5.2.1).
    /// </summary>
    public required ulong SessionId { get; init; }

    /// <summary>Gives SSRCs for slots: fresh at every call, unique in the transport, not 0.</summary>
    public required Func<uint> AllocateSsrc { get; init; }
}

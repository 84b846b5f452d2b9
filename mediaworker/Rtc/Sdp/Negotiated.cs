using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>The outcome of one offer and answer.</summary>
public sealed record Negotiated
{
    /// <summary>The answer, lines ended by CRLF.</summary>
    public required string Sdp { get; init; }

    /// <summary>
    /// Version of the answer in its <c>o=</c> line; rises by one with every renegotiation (RFC 3264 §8).
    /// </summary>
    public required ulong Version { get; init; }

    public required string RemoteUfrag { get; init; }

    public required string RemotePwd { get; init; }

    /// <summary>What the client's certificate must hash to.</summary>
    public required Fingerprint RemoteFingerprint { get; init; }

    /// <summary>The server's role; Server unless the client insists on being passive.</summary>
    public required DtlsRole DtlsRole { get; init; }

    /// <summary>All sections of the offer, rejected ones included.</summary>
    public required int SectionCount { get; init; }

    /// <summary>Sections that were not rejected, in the order of the offer.</summary>
    public required IReadOnlyList<NegotiatedSection> Sections { get; init; }
}

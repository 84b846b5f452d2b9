using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>The offer of this project's own simple client: tests, load generator, relays between workers.</summary>
public sealed record ClientOffer
{
    public required string Ufrag { get; init; }

    public required string Pwd { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    public required ulong SessionId { get; init; }

    /// <summary>To be raised with every renegotiation.</summary>
    public ulong Version { get; init; } = 1;

    public required IReadOnlyList<ClientOfferSection> Sections { get; init; }

    /// <summary>The offer, lines ended by CRLF. Leaves the DTLS role to the server (<c>actpass</c>).</summary>
    public string ToSdp() => $"v=0\r\no=- {SessionId} {Version} IN IP4 127.0.0.1\r\n";
}

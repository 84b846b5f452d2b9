using Serverless.Rtc.Units;

namespace Serverless.Rtc.Dtls;

/// <summary>
/// One DTLS 1.2 association that exists to agree on SRTP keys (RFC 5764). Datagrams and time go in; datagrams come out
/// of <see cref="TryTakeDatagram"/>, which the caller drains after every call that goes in.
/// </summary>
public interface IDtlsEngine : IDisposable
{
    DtlsState State { get; }

    /// <summary>When <see cref="HandleTimeout"/> wants to run next; <see cref="Instant.Never"/> when nothing waits.</summary>
    Instant NextTimeout { get; }

    void HandleDatagram(Instant now, ReadOnlySpan<byte> datagram);

    void HandleTimeout(Instant now);

    bool TryTakeDatagram(Span<byte> buffer, out int written);

    /// <summary>What the handshake agreed on; only when <see cref="State"/> is <see cref="DtlsState.Connected"/>.</summary>
    DtlsResult Result { get; }

    /// <summary>
    /// The peer's media was authentic, so it has finished the handshake too: what only that needed may go. The peer's
    /// good-bye is still heard, and ours still said.
    /// </summary>
    void Rest();

    /// <summary>Sends close_notify where the association is up; drain afterwards.</summary>
    void Close();
}

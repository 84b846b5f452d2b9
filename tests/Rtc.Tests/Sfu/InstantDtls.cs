using Serverless.Rtc.Dtls;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>Connected at the first datagram, with keys that all share.</summary>
internal sealed class InstantDtls : IDtlsEngineFactory, IDtlsEngine
{
    public static readonly Fingerprint Peer = new(string.Join(':', Enumerable.Repeat("AB", 32)));

    public Fingerprint LocalFingerprint => Peer;

    public DtlsState State { get; private set; }

    public Instant NextTimeout => Instant.Never;

    public DtlsResult Result { get; } = new(
        SrtpProfile.AeadAes128Gcm, Peer, new SrtpMasterKey(new byte[16], new byte[12]), new SrtpMasterKey(new byte[16], new byte[12]));

    public IDtlsEngine Create(DtlsRole role, Instant now) => new InstantDtls();

    public void HandleDatagram(Instant now, ReadOnlySpan<byte> datagram) => State = DtlsState.Connected;

    public void HandleTimeout(Instant now)
    {
    }

    public bool TryTakeDatagram(Span<byte> buffer, out int written)
    {
        written = 0;
        return false;
    }

    public void Rest()
    {
    }

    public void Close() => State = DtlsState.Closed;

    public void Dispose()
    {
    }
}

using Serverless.Interop;
using Serverless.Interop.OpenSsl;
using Serverless.Load.Measure;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Srtp;

namespace Serverless.Load.Peers;

/// <summary>What the participants of one thread have in common.</summary>
internal sealed class PeerShare : IDisposable
{
    /// <summary>One certificate for all: making it costs more than a handshake, and nobody compares.</summary>
    public OpenSslDtlsFactory Dtls { get; } = new(TimeProvider.System);

    public ISrtpCipherFactory Ciphers { get; } = new SrtpCiphers();

    public Counters Counters { get; } = new();

    public PeerSchedule Schedule { get; } = new();

    /// <summary>Room for the packet that is being made.</summary>
    public byte[] Buffer { get; } = new byte[IDatagramSink.MaximumDatagram];

    public void Dispose() => Dtls.Dispose();
}
